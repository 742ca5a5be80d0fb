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
      "t4"."channel" AS "channel",
      "t4"."bucket" AS "bucket",
      CAST(COUNT(*) AS Nullable(Int64)) AS "v_leads",
      CAST(COUNT(*) AS Nullable(Int64)) AS "n_leads",
      CAST(COUNT(*) AS Nullable(Int64)) AS "r_leads"
    FROM (
      SELECT
        "t3"."lead" AS "lead",
        "t3"."email" AS "email",
        "t3"."linkedin_url" AS "linkedin_url",
        "t3"."external_id" AS "external_id",
        "t3"."name" AS "name",
        "t3"."company" AS "company",
        "t3"."role" AS "role",
        "t3"."contacted_on" AS "contacted_on",
        "t3"."meeting_on" AS "meeting_on",
        "t3"."created_on" AS "created_on",
        "t3"."mql_on" AS "mql_on",
        "t3"."sql_on" AS "sql_on",
        "t3"."trial_on" AS "trial_on",
        "t3"."paid_on" AS "paid_on",
        "t3"."source" AS "source",
        "t3"."campaign" AS "campaign",
        "t3"."content" AS "content",
        "t3"."segment" AS "segment",
        "t3"."country" AS "country",
        "t3"."owner" AS "owner",
        "t3"."product" AS "product",
        "t3"."score" AS "score",
        "t3"."platform" AS "platform",
        "t3"."channel" AS "channel",
        "t3"."channel_kind" AS "channel_kind",
        "t3"."mql_inferred" AS "mql_inferred",
        "t3"."sql_inferred" AS "sql_inferred",
        "t3"."had_trial" AS "had_trial",
        dateTrunc('MONTH', "t3"."created_on") AS "bucket"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t0"."lead" AS "lead",
              "t0"."email" AS "email",
              "t0"."linkedin_url" AS "linkedin_url",
              "t0"."external_id" AS "external_id",
              "t0"."name" AS "name",
              "t0"."company" AS "company",
              "t0"."role" AS "role",
              "t0"."contacted_on" AS "contacted_on",
              "t0"."meeting_on" AS "meeting_on",
              "t0"."created_on" AS "created_on",
              COALESCE("t0"."mql_on", "t0"."sql_on") AS "mql_on",
              "t0"."sql_on" AS "sql_on",
              "t0"."trial_on" AS "trial_on",
              "t0"."paid_on" AS "paid_on",
              "t0"."source" AS "source",
              "t0"."campaign" AS "campaign",
              "t0"."content" AS "content",
              "t0"."segment" AS "segment",
              "t0"."country" AS "country",
              "t0"."owner" AS "owner",
              "t0"."product" AS "product",
              "t0"."score" AS "score",
              "t0"."platform" AS "platform",
              "t0"."channel" AS "channel",
              "t0"."channel_kind" AS "channel_kind",
              isNull("t0"."mql_on") AND isNotNull("t0"."sql_on") AS "mql_inferred",
              FALSE AS "sql_inferred",
              isNotNull("t0"."trial_on") AS "had_trial"
            FROM "kpi_leads" AS "t0"
          ) AS "t1"
          WHERE
            "t1"."segment" IN (
              CAST({f_segment_0: Nullable(String)} AS Nullable(String)),
              CAST({f_segment_1: Nullable(String)} AS Nullable(String))
            )
            OR isNull("t1"."segment")
        ) AS "t2"
        WHERE
          "t2"."created_on" >= CAST({start: Nullable(Date32)} AS Nullable(Date32))
          AND "t2"."created_on" <= CAST({end: Nullable(Date32)} AS Nullable(Date32))
      ) AS "t3"
    ) AS "t4"
    GROUP BY
      "t4"."channel",
      "t4"."bucket"
  ) AS part
)
SELECT
  "t1"."channel" AS "channel",
  "t1"."bucket" AS "bucket",
  CASE
    WHEN COALESCE("t1"."r_leads", 0) = 0
    THEN COALESCE("t1"."v_leads", 0)
    ELSE "t1"."v_leads"
  END AS "v_leads",
  COALESCE("t1"."n_leads", 0) AS "n_leads",
  COALESCE("t1"."r_leads", 0) AS "r_leads"
FROM (
  SELECT
    "t0"."channel" AS "channel",
    "t0"."bucket" AS "bucket",
    MAX("t0"."v_leads") AS "v_leads",
    MAX("t0"."n_leads") AS "n_leads",
    MAX("t0"."r_leads") AS "r_leads"
  FROM "stacked" AS "t0"
  GROUP BY
    "t0"."channel",
    "t0"."bucket"
) AS "t1";

-- new customers, lagged costs
WITH "stacked" AS (
  SELECT
    "v_new_customers",
    "n_new_customers",
    "r_new_customers",
    CAST(NULL AS Nullable(Decimal(38, 4))) AS "v_lagged_cost",
    CAST(NULL AS Nullable(Int64)) AS "n_lagged_cost",
    CAST(NULL AS Nullable(Int64)) AS "r_lagged_cost"
  FROM (
    SELECT
      CAST(COUNT(*) AS Nullable(Int64)) AS "v_new_customers",
      CAST(COUNT(*) AS Nullable(Int64)) AS "n_new_customers",
      CAST(COUNT(*) AS Nullable(Int64)) AS "r_new_customers"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."deal" AS "deal",
            "t1"."name" AS "name",
            "t1"."customer" AS "customer",
            "t1"."lead" AS "lead",
            "t1"."kind" AS "kind",
            "t1"."state" AS "state",
            "t1"."created_on" AS "created_on",
            "t1"."closed_on" AS "closed_on",
            "t1"."amount" AS "amount",
            "t1"."margin" AS "margin",
            "t1"."currency" AS "currency",
            "t1"."probability" AS "probability",
            "t1"."stage" AS "stage",
            "t1"."source" AS "source",
            "t1"."campaign" AS "campaign",
            "t1"."content" AS "content",
            "t1"."segment" AS "segment",
            "t1"."country" AS "country",
            "t1"."owner" AS "owner",
            "t1"."product" AS "product",
            "t1"."platform" AS "platform",
            "t1"."channel" AS "channel",
            "t1"."channel_kind" AS "channel_kind",
            "t1"."sale" AS "sale",
            "t1"."is_new" AS "is_new",
            "t1"."margined" AS "margined",
            "t1"."account" AS "account",
            "t1"."deal_cycle_days" AS "deal_cycle_days",
            (
              "t1"."state" = 'won'
            )
            AND "t1"."sale"
            AND "t1"."is_new"
            AND (
              (
                CAST(ROW_NUMBER() OVER (
                  PARTITION BY "t1"."account", (
                    "t1"."state" = 'won'
                  ) AND "t1"."sale"
                  ORDER BY "t1"."closed_on" ASC, "t1"."created_on" ASC, "t1"."deal" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS Nullable(Int64)) - 1
              ) = 0
            ) AS "first_won"
          FROM (
            SELECT
              "t0"."deal" AS "deal",
              "t0"."name" AS "name",
              "t0"."customer" AS "customer",
              "t0"."lead" AS "lead",
              "t0"."kind" AS "kind",
              "t0"."state" AS "state",
              "t0"."created_on" AS "created_on",
              "t0"."closed_on" AS "closed_on",
              "t0"."amount" AS "amount",
              "t0"."margin" AS "margin",
              "t0"."currency" AS "currency",
              "t0"."probability" AS "probability",
              "t0"."stage" AS "stage",
              "t0"."source" AS "source",
              "t0"."campaign" AS "campaign",
              "t0"."content" AS "content",
              "t0"."segment" AS "segment",
              "t0"."country" AS "country",
              "t0"."owner" AS "owner",
              "t0"."product" AS "product",
              "t0"."platform" AS "platform",
              "t0"."channel" AS "channel",
              "t0"."channel_kind" AS "channel_kind",
              isNull("t0"."kind") OR (
                "t0"."kind" <> 'credit'
              ) AS "sale",
              isNull("t0"."kind") OR (
                "t0"."kind" = 'new'
              ) AS "is_new",
              isNotNull("t0"."margin") AS "margined",
              COALESCE(lowerUTF8(TRIM(BOTH ' \t\n\r\v\f' FROM "t0"."customer")), "t0"."lead", "t0"."deal") AS "account",
              DATE_DIFF(DAY, "t0"."created_on", "t0"."closed_on") AS "deal_cycle_days"
            FROM "kpi_deals" AS "t0"
          ) AS "t1"
        ) AS "t2"
        WHERE
          "t2"."first_won"
      ) AS "t3"
      WHERE
        "t3"."closed_on" >= CAST({start: Nullable(Date32)} AS Nullable(Date32))
        AND "t3"."closed_on" <= CAST({end: Nullable(Date32)} AS Nullable(Date32))
    ) AS "t4"
  ) AS part
  UNION ALL
  SELECT
    CAST(NULL AS Nullable(Int64)) AS "v_new_customers",
    CAST(NULL AS Nullable(Int64)) AS "n_new_customers",
    CAST(NULL AS Nullable(Int64)) AS "r_new_customers",
    "v_lagged_cost",
    "n_lagged_cost",
    "r_lagged_cost"
  FROM (
    SELECT
      SUM("t3"."amount") AS "v_lagged_cost",
      CAST(COUNT("t3"."amount") AS Nullable(Int64)) AS "n_lagged_cost",
      CAST(COUNT(*) AS Nullable(Int64)) AS "r_lagged_cost"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."spent_on" + INTERVAL (
            CAST({lag_days: Nullable(Int64)} AS Nullable(Int64))
          ) DAY AS "spent_on",
          "t1"."source" AS "source",
          "t1"."campaign" AS "campaign",
          "t1"."content" AS "content",
          "t1"."segment" AS "segment",
          "t1"."country" AS "country",
          "t1"."product" AS "product",
          "t1"."category" AS "category",
          "t1"."label" AS "label",
          "t1"."amount" AS "amount",
          "t1"."currency" AS "currency",
          "t1"."platform" AS "platform",
          "t1"."channel" AS "channel",
          "t1"."channel_kind" AS "channel_kind",
          "t1"."media" AS "media"
        FROM (
          SELECT
            "t0"."spent_on" AS "spent_on",
            "t0"."source" AS "source",
            "t0"."campaign" AS "campaign",
            "t0"."content" AS "content",
            "t0"."segment" AS "segment",
            "t0"."country" AS "country",
            "t0"."product" AS "product",
            "t0"."category" AS "category",
            "t0"."label" AS "label",
            "t0"."amount" AS "amount",
            "t0"."currency" AS "currency",
            "t0"."platform" AS "platform",
            "t0"."channel" AS "channel",
            "t0"."channel_kind" AS "channel_kind",
            (
              "t0"."category" = 'direct'
            )
            AND (
              "t0"."channel_kind" = 'paid'
            )
            AND (
              isNull("t0"."label")
              OR (
                match(
                  "t0"."label",
                  '(?i)espace|m[eé]dia|\\bads?$|ad spend|advertising|diffusion|^publicit|d[eé]penses? pub'
                )
                AND NOT (
                  match("t0"."label", '(?i)honoraire|agence|agency|\\bfees?\\b|sala|outil|tool|licen')
                )
              )
            ) AS "media"
          FROM "kpi_spend" AS "t0"
          WHERE
            "t0"."category" IN ('direct')
        ) AS "t1"
      ) AS "t2"
      WHERE
        "t2"."spent_on" >= CAST({start: Nullable(Date32)} AS Nullable(Date32))
        AND "t2"."spent_on" <= CAST({end: Nullable(Date32)} AS Nullable(Date32))
    ) AS "t3"
  ) AS part
)
SELECT
  CASE
    WHEN COALESCE("t1"."r_new_customers", 0) = 0
    THEN COALESCE("t1"."v_new_customers", 0)
    ELSE "t1"."v_new_customers"
  END AS "v_new_customers",
  COALESCE("t1"."n_new_customers", 0) AS "n_new_customers",
  COALESCE("t1"."r_new_customers", 0) AS "r_new_customers",
  "t1"."v_lagged_cost" AS "v_lagged_cost",
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
      "t8"."cell" AS "cell",
      SUM("t8"."mrr") AS "v_kept_mrr",
      CAST(COUNT("t8"."mrr") AS Nullable(Int64)) AS "n_kept_mrr",
      CAST(COUNT(*) AS Nullable(Int64)) AS "r_kept_mrr"
    FROM (
      SELECT
        "t7"."customer" AS "customer",
        "t7"."cell" AS "cell",
        "t7"."before" AS "before",
        "t7"."after" AS "after",
        COALESCE("t7"."after", 0) AS "mrr"
      FROM (
        SELECT
          "t6"."customer" AS "customer",
          "t6"."cell" AS "cell",
          sumIf(
            "t6"."mrr",
            (
              isNull("t6"."started_on") OR (
                "t6"."started_on" <= "t6"."cell_eve"
              )
            )
            AND (
              isNull("t6"."ended_on") OR (
                "t6"."ended_on" >= "t6"."cell_eve"
              )
            )
          ) AS "before",
          sumIf(
            "t6"."mrr",
            (
              isNull("t6"."started_on") OR (
                "t6"."started_on" <= "t6"."cell_end"
              )
            )
            AND (
              isNull("t6"."ended_on") OR (
                "t6"."ended_on" >= "t6"."cell_end"
              )
            )
          ) AS "after"
        FROM (
          SELECT
            "t5"."subscription" AS "subscription",
            "t5"."customer" AS "customer",
            "t5"."started_on" AS "started_on",
            "t5"."ended_on" AS "ended_on",
            "t5"."mrr" AS "mrr",
            "t5"."currency" AS "currency",
            "t5"."source" AS "source",
            "t5"."campaign" AS "campaign",
            "t5"."segment" AS "segment",
            "t5"."country" AS "country",
            "t5"."owner" AS "owner",
            "t5"."product" AS "product",
            "t5"."platform" AS "platform",
            "t5"."channel" AS "channel",
            "t5"."channel_kind" AS "channel_kind",
            "t4"."cell" AS "cell",
            "t4"."cell_eve" AS "cell_eve",
            "t4"."cell_start" AS "cell_start",
            "t4"."cell_end" AS "cell_end",
            "t4"."cell_channel" AS "cell_channel"
          FROM (
            SELECT
              "t0"."subscription" AS "subscription",
              lowerUTF8(TRIM(BOTH ' \t\n\r\v\f' FROM "t0"."customer")) AS "customer",
              "t0"."started_on" AS "started_on",
              "t0"."ended_on" AS "ended_on",
              "t0"."mrr" AS "mrr",
              "t0"."currency" AS "currency",
              "t0"."source" AS "source",
              "t0"."campaign" AS "campaign",
              "t0"."segment" AS "segment",
              "t0"."country" AS "country",
              "t0"."owner" AS "owner",
              "t0"."product" AS "product",
              "t0"."platform" AS "platform",
              "t0"."channel" AS "channel",
              "t0"."channel_kind" AS "channel_kind"
            FROM "kpi_subscriptions" AS "t0"
          ) AS "t5"
          INNER JOIN (
            SELECT
              tupleElement(each, 1) AS "cell",
              tupleElement(each, 2) AS "cell_eve",
              tupleElement(each, 3) AS "cell_start",
              tupleElement(each, 4) AS "cell_end",
              tupleElement(each, 5) AS "cell_channel"
            FROM (
              SELECT
                arrayJoin(
                  arrayZip(
                    CAST({cells: Array(Nullable(Int64))} AS Array(Nullable(Int64))),
                    CAST({eves: Array(Nullable(Date32))} AS Array(Nullable(Date32))),
                    CAST({starts: Array(Nullable(Date32))} AS Array(Nullable(Date32))),
                    CAST({ends: Array(Nullable(Date32))} AS Array(Nullable(Date32))),
                    CAST({m_channel: Array(Nullable(String))} AS Array(Nullable(String)))
                  )
                ) AS each
              FROM "kpi_one" AS "t1"
            ) AS lists
          ) AS "t4"
            ON "t5"."channel" = "t4"."cell_channel"
        ) AS "t6"
        GROUP BY
          "t6"."customer",
          "t6"."cell"
      ) AS "t7"
      WHERE
        isNotNull("t7"."before")
    ) AS "t8"
    GROUP BY
      "t8"."cell"
  ) AS part
)
SELECT
  "t1"."cell" AS "cell",
  CASE
    WHEN COALESCE("t1"."r_kept_mrr", 0) = 0
    THEN COALESCE("t1"."v_kept_mrr", 0)
    ELSE "t1"."v_kept_mrr"
  END AS "v_kept_mrr",
  COALESCE("t1"."n_kept_mrr", 0) AS "n_kept_mrr",
  COALESCE("t1"."r_kept_mrr", 0) AS "r_kept_mrr"
FROM (
  SELECT
    "t0"."cell" AS "cell",
    MAX("t0"."v_kept_mrr") AS "v_kept_mrr",
    MAX("t0"."n_kept_mrr") AS "n_kept_mrr",
    MAX("t0"."r_kept_mrr") AS "r_kept_mrr"
  FROM "stacked" AS "t0"
  GROUP BY
    "t0"."cell"
) AS "t1";
