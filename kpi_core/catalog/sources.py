"""Where the definitions come from; each page was read, or is quoted by the page named."""

from kpi_core.definition import Source

ANA = Source(
    "ANA, quoting MASB",
    "https://www.ana.net/blogs/show/id/mm-blog-2018-09-common-language-marketing-dictionary",
)
BAREMETRICS = Source("Baremetrics", "https://changelog.baremetrics.com")
CFI = Source(
    "Corporate Finance Institute",
    "https://corporatefinanceinstitute.com/resources/valuation/cac-ltv-ratio/",
)
CHARTMOGUL = Source(
    "ChartMogul",
    "https://help.chartmogul.com/hc/en-us/articles/203359061-Chart-Customer-Lifetime-Value-LTV",
)
CIMM = Source("CIMM", "https://cimm-us.org/dictionary/roi-abbr-return-on-investment/")
EXPRIMERE = Source("Exprimere", "https://www.exprimere.net/en/faq-items/retention-rate/")
FUNNELCAST = Source("Funnelcast", "https://funnelcast.com/post/more-conversion-rate-conundrums")
GA4 = Source(
    "mbadv, quoting GA4", "https://www.mbadv.agency/google-analytics-4/engagement-and-user-metrics"
)
GOOGLE_ADS = Source("Google Ads Help", "https://support.google.com/google-ads/answer/14090")
INFINIGROW = Source(
    "InfiniGrow",
    "https://help.infinigrow.com/en/articles/6855974-calculating-conversion-rates-in-infinigrow",
)
KELLBLOG = Source(
    "Kellblog, summarised",
    "https://engineered.at/articles/win-rates-close-rates-and-milestone-vs-cohort-analysis",
)
KLIPFOLIO = Source(
    "Klipfolio",
    "https://www.klipfolio.com/resources/kpi-examples/digital-marketing/lead-conversion-rate",
)
KLIPFOLIO_MRR = Source("Klipfolio", "https://www.klipfolio.com/metrics/saas/net-mrr-churn-rate")
METRICKIT = Source("MetricKit", "https://metrickittools.com/guides/blended-cac-guide")
PLEZI = Source("Plezi", "https://plezi.co/fr/roi-marketing-b2b")
POSTAFFILIATE = Source(
    "Post Affiliate Pro", "https://www.postaffiliatepro.fr/faq/how-to-calculate-cost-per-lead"
)
FRUCTIFI = Source("Fructifi", "https://www.fructifi.com/customer-churn-rate/")
OCTOLIS = Source("Octolis", "https://octolis.com/fr/blog/definition-lifetime-value")
VENDEZ = Source("Vendez.plus", "https://vendez.plus/definition/cout-dacquisition-client/")
INTENTBENCH = Source("IntentBench", "https://intentbench.com/calculators/mql-sql")
TESSORAE = Source("Tessorae", "https://www.tessorae.com/calculateur-roi")
LINKEDIN = Source(
    "LinkedIn Help 107771, on a mirror", "https://www.linkedin.com/help/linkedin/answer/107771"
)
