-- leads by channel and month, of two segments or none
WITH "stacked" AS (
  SELECT
    "channel",
    "bucket",
    "v_leads",
    "n_leads",
    "r_leads"
  FROM (
    SELECT
      "t4"."channel",
      "t4"."bucket",
      COUNT(*) AS "v_leads",
      COUNT(*) AS "n_leads",
      COUNT(*) AS "r_leads"
    FROM (
      SELECT
        "t3"."lead",
        "t3"."email",
        "t3"."linkedin_url",
        "t3"."external_id",
        "t3"."name",
        "t3"."company",
        "t3"."role",
        "t3"."contacted_on",
        "t3"."meeting_on",
        "t3"."created_on",
        "t3"."mql_on",
        "t3"."sql_on",
        "t3"."trial_on",
        "t3"."paid_on",
        "t3"."source",
        "t3"."campaign",
        "t3"."content",
        "t3"."segment",
        "t3"."country",
        "t3"."owner",
        "t3"."product",
        "t3"."score",
        "t3"."platform",
        "t3"."channel",
        "t3"."channel_kind",
        "t3"."mql_inferred",
        "t3"."sql_inferred",
        "t3"."had_trial",
        DATE_TRUNC('MONTH', "t3"."created_on") AS "bucket"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t0"."lead",
              "t0"."email",
              "t0"."linkedin_url",
              "t0"."external_id",
              "t0"."name",
              "t0"."company",
              "t0"."role",
              "t0"."contacted_on",
              "t0"."meeting_on",
              "t0"."created_on",
              COALESCE("t0"."mql_on", "t0"."sql_on") AS "mql_on",
              "t0"."sql_on",
              "t0"."trial_on",
              "t0"."paid_on",
              "t0"."source",
              "t0"."campaign",
              "t0"."content",
              "t0"."segment",
              "t0"."country",
              "t0"."owner",
              "t0"."product",
              "t0"."score",
              "t0"."platform",
              "t0"."channel",
              "t0"."channel_kind",
              (
                "t0"."mql_on" IS NULL
              ) AND (
                NOT "t0"."sql_on" IS NULL
              ) AS "mql_inferred",
              FALSE AS "sql_inferred",
              NOT "t0"."trial_on" IS NULL AS "had_trial"
            FROM "kpi_leads" AS "t0"
          ) AS "t1"
          WHERE
            "t1"."segment" IN (CAST(:f_segment_0 AS VARCHAR), CAST(:f_segment_1 AS VARCHAR))
            OR (
              "t1"."segment" IS NULL
            )
        ) AS "t2"
        WHERE
          "t2"."created_on" >= CAST(:start AS DATE)
          AND "t2"."created_on" <= CAST(:end AS DATE)
      ) AS "t3"
    ) AS "t4"
    GROUP BY
      1,
      2
  ) AS part
)
SELECT
  "t1"."channel",
  "t1"."bucket",
  IF(COALESCE("t1"."r_leads", 0) = 0, COALESCE("t1"."v_leads", 0), "t1"."v_leads") AS "v_leads",
  COALESCE("t1"."n_leads", 0) AS "n_leads",
  COALESCE("t1"."r_leads", 0) AS "r_leads"
FROM (
  SELECT
    "t0"."channel",
    "t0"."bucket",
    MAX("t0"."v_leads") AS "v_leads",
    MAX("t0"."n_leads") AS "n_leads",
    MAX("t0"."r_leads") AS "r_leads"
  FROM "stacked" AS "t0"
  GROUP BY
    1,
    2
) AS "t1";

-- new customers, lagged costs
WITH "stacked" AS (
  SELECT
    "v_new_customers",
    "n_new_customers",
    "r_new_customers",
    CAST(NULL AS DECIMAL(38, 4)) AS "v_lagged_cost",
    CAST(NULL AS BIGINT) AS "n_lagged_cost",
    CAST(NULL AS BIGINT) AS "r_lagged_cost"
  FROM (
    SELECT
      COUNT(*) AS "v_new_customers",
      COUNT(*) AS "n_new_customers",
      COUNT(*) AS "r_new_customers"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."deal",
            "t1"."name",
            "t1"."customer",
            "t1"."lead",
            "t1"."kind",
            "t1"."state",
            "t1"."created_on",
            "t1"."closed_on",
            "t1"."amount",
            "t1"."margin",
            "t1"."currency",
            "t1"."probability",
            "t1"."stage",
            "t1"."source",
            "t1"."campaign",
            "t1"."content",
            "t1"."segment",
            "t1"."country",
            "t1"."owner",
            "t1"."product",
            "t1"."platform",
            "t1"."channel",
            "t1"."channel_kind",
            "t1"."sale",
            "t1"."is_new",
            "t1"."margined",
            "t1"."account",
            "t1"."deal_cycle_days",
            (
              "t1"."state" = 'won'
            )
            AND "t1"."sale"
            AND "t1"."is_new"
            AND (
              (
                ROW_NUMBER() OVER (
                  PARTITION BY "t1"."account", (
                    "t1"."state" = 'won'
                  ) AND "t1"."sale"
                  ORDER BY "t1"."closed_on" ASC, "t1"."created_on" ASC, "t1"."deal" ASC
                ) - 1
              ) = 0
            ) AS "first_won"
          FROM (
            SELECT
              "t0"."deal",
              "t0"."name",
              "t0"."customer",
              "t0"."lead",
              "t0"."kind",
              "t0"."state",
              "t0"."created_on",
              "t0"."closed_on",
              "t0"."amount",
              "t0"."margin",
              "t0"."currency",
              "t0"."probability",
              "t0"."stage",
              "t0"."source",
              "t0"."campaign",
              "t0"."content",
              "t0"."segment",
              "t0"."country",
              "t0"."owner",
              "t0"."product",
              "t0"."platform",
              "t0"."channel",
              "t0"."channel_kind",
              (
                "t0"."kind" IS NULL
              ) OR (
                "t0"."kind" <> 'credit'
              ) AS "sale",
              (
                "t0"."kind" IS NULL
              ) OR (
                "t0"."kind" = 'new'
              ) AS "is_new",
              NOT "t0"."margin" IS NULL AS "margined",
              COALESCE(LOWER(TRIM(' 	
' FROM "t0"."customer")), "t0"."lead", "t0"."deal") AS "account",
              DATE_DIFF('DAY', DATE_TRUNC('DAY', "t0"."created_on"), DATE_TRUNC('DAY', "t0"."closed_on")) AS "deal_cycle_days"
            FROM "kpi_deals" AS "t0"
          ) AS "t1"
        ) AS "t2"
        WHERE
          "t2"."first_won"
      ) AS "t3"
      WHERE
        "t3"."closed_on" >= CAST(:start AS DATE)
        AND "t3"."closed_on" <= CAST(:end AS DATE)
    ) AS "t4"
  ) AS part
  UNION ALL
  SELECT
    CAST(NULL AS BIGINT) AS "v_new_customers",
    CAST(NULL AS BIGINT) AS "n_new_customers",
    CAST(NULL AS BIGINT) AS "r_new_customers",
    "v_lagged_cost",
    "n_lagged_cost",
    "r_lagged_cost"
  FROM (
    SELECT
      SUM("t3"."amount") AS "v_lagged_cost",
      COUNT("t3"."amount") AS "n_lagged_cost",
      COUNT(*) AS "r_lagged_cost"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."spent_on" + PARSE_DURATION(CONCAT(CAST(CAST(:lag_days AS BIGINT) AS VARCHAR), 'd')) AS "spent_on",
          "t1"."source",
          "t1"."campaign",
          "t1"."content",
          "t1"."segment",
          "t1"."country",
          "t1"."product",
          "t1"."category",
          "t1"."label",
          "t1"."amount",
          "t1"."currency",
          "t1"."platform",
          "t1"."channel",
          "t1"."channel_kind",
          "t1"."media"
        FROM (
          SELECT
            "t0"."spent_on",
            "t0"."source",
            "t0"."campaign",
            "t0"."content",
            "t0"."segment",
            "t0"."country",
            "t0"."product",
            "t0"."category",
            "t0"."label",
            "t0"."amount",
            "t0"."currency",
            "t0"."platform",
            "t0"."channel",
            "t0"."channel_kind",
            (
              "t0"."category" = 'direct'
            )
            AND (
              "t0"."channel_kind" = 'paid'
            )
            AND (
              (
                "t0"."label" IS NULL
              )
              OR (
                REGEXP_LIKE(
                  "t0"."label",
                  '(?i)espace|m[eé]dia|\bads?$|ad spend|advertising|diffusion|^publicit|d[eé]penses? pub'
                )
                AND NOT (
                  REGEXP_LIKE("t0"."label", '(?i)honoraire|agence|agency|\bfees?\b|sala|outil|tool|licen')
                )
              )
            ) AS "media"
          FROM "kpi_spend" AS "t0"
          WHERE
            "t0"."category" IN ('direct')
        ) AS "t1"
      ) AS "t2"
      WHERE
        "t2"."spent_on" >= CAST(:start AS DATE) AND "t2"."spent_on" <= CAST(:end AS DATE)
    ) AS "t3"
  ) AS part
)
SELECT
  IF(
    COALESCE("t1"."r_new_customers", 0) = 0,
    COALESCE("t1"."v_new_customers", 0),
    "t1"."v_new_customers"
  ) AS "v_new_customers",
  COALESCE("t1"."n_new_customers", 0) AS "n_new_customers",
  COALESCE("t1"."r_new_customers", 0) AS "r_new_customers",
  "t1"."v_lagged_cost",
  COALESCE("t1"."n_lagged_cost", 0) AS "n_lagged_cost",
  COALESCE("t1"."r_lagged_cost", 0) AS "r_lagged_cost"
FROM (
  SELECT
    MAX("t0"."v_new_customers") AS "v_new_customers",
    MAX("t0"."n_new_customers") AS "n_new_customers",
    MAX("t0"."r_new_customers") AS "r_new_customers",
    MAX("t0"."v_lagged_cost") AS "v_lagged_cost",
    MAX("t0"."n_lagged_cost") AS "n_lagged_cost",
    MAX("t0"."r_lagged_cost") AS "r_lagged_cost"
  FROM "stacked" AS "t0"
) AS "t1";

-- customers kept, cell by cell
WITH "stacked" AS (
  SELECT
    "cell",
    "v_kept_mrr",
    "n_kept_mrr",
    "r_kept_mrr"
  FROM (
    SELECT
      "t8"."cell",
      SUM("t8"."mrr") AS "v_kept_mrr",
      COUNT("t8"."mrr") AS "n_kept_mrr",
      COUNT(*) AS "r_kept_mrr"
    FROM (
      SELECT
        "t7"."customer",
        "t7"."cell",
        "t7"."before",
        "t7"."after",
        COALESCE("t7"."after", 0) AS "mrr"
      FROM (
        SELECT
          "t6"."customer",
          "t6"."cell",
          SUM("t6"."mrr") FILTER(WHERE
            (
              (
                "t6"."started_on" IS NULL
              ) OR (
                "t6"."started_on" <= "t6"."cell_eve"
              )
            )
            AND (
              (
                "t6"."ended_on" IS NULL
              ) OR (
                "t6"."ended_on" >= "t6"."cell_eve"
              )
            )) AS "before",
          SUM("t6"."mrr") FILTER(WHERE
            (
              (
                "t6"."started_on" IS NULL
              ) OR (
                "t6"."started_on" <= "t6"."cell_end"
              )
            )
            AND (
              (
                "t6"."ended_on" IS NULL
              ) OR (
                "t6"."ended_on" >= "t6"."cell_end"
              )
            )) AS "after"
        FROM (
          SELECT
            "t5"."subscription",
            "t5"."customer",
            "t5"."started_on",
            "t5"."ended_on",
            "t5"."mrr",
            "t5"."currency",
            "t5"."source",
            "t5"."campaign",
            "t5"."segment",
            "t5"."country",
            "t5"."owner",
            "t5"."product",
            "t5"."platform",
            "t5"."channel",
            "t5"."channel_kind",
            "t4"."cell",
            "t4"."cell_eve",
            "t4"."cell_start",
            "t4"."cell_end",
            "t4"."cell_channel"
          FROM (
            SELECT
              "t0"."subscription",
              LOWER(TRIM(' 	
' FROM "t0"."customer")) AS "customer",
              "t0"."started_on",
              "t0"."ended_on",
              "t0"."mrr",
              "t0"."currency",
              "t0"."source",
              "t0"."campaign",
              "t0"."segment",
              "t0"."country",
              "t0"."owner",
              "t0"."product",
              "t0"."platform",
              "t0"."channel",
              "t0"."channel_kind"
            FROM "kpi_subscriptions" AS "t0"
          ) AS "t5"
          INNER JOIN (
            SELECT
              CAST(lists.one_0 AS BIGINT) AS "cell",
              CAST(lists.one_1 AS DATE) AS "cell_eve",
              CAST(lists.one_2 AS DATE) AS "cell_start",
              CAST(lists.one_3 AS DATE) AS "cell_end",
              CAST(lists.one_4 AS VARCHAR) AS "cell_channel"
            FROM "kpi_one" AS "t1"
            CROSS JOIN UNNEST(CAST(JSON_PARSE(:cells) AS ARRAY(VARCHAR)), CAST(JSON_PARSE(:eves) AS ARRAY(VARCHAR)), CAST(JSON_PARSE(:starts) AS ARRAY(VARCHAR)), CAST(JSON_PARSE(:ends) AS ARRAY(VARCHAR)), CAST(JSON_PARSE(:m_channel) AS ARRAY(VARCHAR))) AS lists(one_0, one_1, one_2, one_3, one_4)
          ) AS "t4"
            ON "t5"."channel" = "t4"."cell_channel"
        ) AS "t6"
        GROUP BY
          1,
          2
      ) AS "t7"
      WHERE
        NOT "t7"."before" IS NULL
    ) AS "t8"
    GROUP BY
      1
  ) AS part
)
SELECT
  "t1"."cell",
  IF(
    COALESCE("t1"."r_kept_mrr", 0) = 0,
    COALESCE("t1"."v_kept_mrr", 0),
    "t1"."v_kept_mrr"
  ) AS "v_kept_mrr",
  COALESCE("t1"."n_kept_mrr", 0) AS "n_kept_mrr",
  COALESCE("t1"."r_kept_mrr", 0) AS "r_kept_mrr"
FROM (
  SELECT
    "t0"."cell",
    MAX("t0"."v_kept_mrr") AS "v_kept_mrr",
    MAX("t0"."n_kept_mrr") AS "n_kept_mrr",
    MAX("t0"."r_kept_mrr") AS "r_kept_mrr"
  FROM "stacked" AS "t0"
  GROUP BY
    1
) AS "t1";
