"""A workspace of any size, made by the bench itself: seeded, with the shape of real touchpoints."""

from __future__ import annotations

from pathlib import Path

from kpi_core.workspace import Store

CHANNELS = (
    "LinkedIn Ads", "Google Ads", "Meta Ads", "SEO", "Email", "Webinars",
    "Events", "Partners", "Direct", "Referral", "LinkedIn outreach", "Display",
)  # fmt: skip


def make(folder: Path, touchpoints: int) -> Store:
    """Return an open workspace of *touchpoints* rows, a tenth as many leads, and their spend."""
    store = Store(folder, create=True, memory_limit="8GB")
    leads = touchpoints // 10
    channels = ", ".join(f"'{c}'" for c in CHANNELS)
    with store.transaction("bench", "generate", "touchpoints", {"rows": touchpoints}) as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(
            f"""
            INSERT INTO touchpoints (touched_on, touched_at, lead, source, channel, platform,
              campaign, action, row_key, system, import_id, recorded_at)
            SELECT touched::DATE, touched, 'L' || who, channel, channel, channel,
              'campaign ' || (who % 240), ['visit', 'open', 'click', 'reply', 'webinar'][1 + (n % 5)],
              n, 'bench', 1, now()::TIMESTAMP
            FROM (
              SELECT n, TIMESTAMP '2023-11-01' + to_seconds(n * (730 * 86400 / {touchpoints})) AS touched,
                (random() * {leads})::BIGINT AS who,
                [{channels}][1 + (12 * pow(random(), 1.6))::INT % 12] AS channel
              FROM range({touchpoints}) t(n)
            )
            """
        )
        cursor.execute(
            f"""
            INSERT INTO leads (lead, created_on, mql_on, sql_on, source, channel, platform, campaign,
              segment, row_key, system, import_id, recorded_at)
            SELECT 'L' || n, day, CASE WHEN n % 5 < 2 THEN day + 9 END, CASE WHEN n % 7 = 0 THEN day + 30 END,
              channel, channel, channel, 'campaign ' || (n % 240), ['TPE', 'PME', 'ETI'][1 + n % 3],
              n, 'bench', 1, now()::TIMESTAMP
            FROM (
              SELECT n, DATE '2023-11-01' + (n * 730 // {leads})::INT AS day,
                [{channels}][1 + (12 * pow(random(), 1.6))::INT % 12] AS channel
              FROM range({leads}) t(n)
            )
            """
        )
        cursor.execute(
            f"""
            INSERT INTO spend (spent_on, source, channel, platform, channel_kind, campaign, category,
              amount, row_key, system, import_id, recorded_at)
            SELECT DATE '2023-11-01' + (n % 730)::INT, channel, channel, channel, 'paid',
              'campaign ' || (n % 240), CASE WHEN n % 10 = 0 THEN 'indirect' ELSE 'direct' END,
              (20 + random() * 900)::DECIMAL(18, 2), n, 'bench', 1, now()::TIMESTAMP
            FROM (SELECT n, [{channels}][1 + (12 * pow(random(), 1.6))::INT % 12] AS channel
              FROM range({max(10_000, touchpoints // 100)}) t(n))
            """
        )
    store.cursor().execute("CHECKPOINT")
    return store
