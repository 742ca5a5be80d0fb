"""Where the definitions come from: each page was read, or is quoted by the page named."""

from kpi_core.definition import Source

ANA = Source(
    "ANA, quoting MASB",
    "https://www.ana.net/blogs/show/id/mm-blog-2018-09-common-language-marketing-dictionary",
)
ANALYTICS_DEMYSTIFIED = Source(
    "Analytics Demystified", "https://analyticsdemystified.com/reporting/average-cost-per-visit/"
)
ASSEMBLED = Source("Assembled", "https://www.assembled.com/wfm-glossary/net-promotor-score-nps")
CALQULATE = Source("Calqulate", "https://docs.calqulate.io/docs/trial-conversion")
CFI = Source(
    "Corporate Finance Institute",
    "https://corporatefinanceinstitute.com/resources/valuation/cac-ltv-ratio/",
)
CHARTMOGUL = Source(
    "ChartMogul",
    "https://help.chartmogul.com/hc/en-us/articles/203359061-Chart-Customer-Lifetime-Value-LTV",
)
CHARTMOGUL_GLOSSARY = Source(
    "ChartMogul", "https://help.chartmogul.com/hc/en-us/articles/4802424543260"
)
CHURNMISER = Source(
    "Churnmiser", "https://churnmiser.com/blog/how-to-calculate-customer-lifetime-value-shopify"
)
CIMM = Source("CIMM", "https://cimm-us.org/dictionary/roi-abbr-return-on-investment/")
CLIC_DIGITAL = Source(
    "Clic Digital", "https://www.clic-digital.com/comment-calculer-la-life-time-customer-value/"
)
CLIMB_THE_LADDER = Source(
    "Climb the Ladder",
    "https://climbtheladder.com/how-to-calculate-annual-churn-from-monthly-churn",
)
EXPRIMERE = Source("Exprimere", "https://www.exprimere.net/en/faq-items/retention-rate/")
FLUX = Source(
    "Flux-RSS",
    "https://www.flux-rss.org/comment-calculer-le-roi-reel-de-chaque-canal-marketing-pour-reallouer-votre-budget-intelligemment",
)
FRUCTIFI = Source("Fructifi", "https://www.fructifi.com/customer-churn-rate/")
GA4 = Source(
    "mbadv, quoting GA4",
    "https://www.mbadv.agency/google-analytics-4/engagement-and-user-metrics",
)
GETFEEDBACK = Source(
    "GetFeedback",
    "https://www.getfeedback.com/resources/csat/everything-you-need-to-know-about-measuring-customer-satisfaction/",
)
GOOGLE_ADS = Source("Google Ads Help", "https://support.google.com/google-ads/answer/14090")
GOOGLE_ADS_CPA = Source("Google Ads Help", "https://support.google.com/google-ads/answer/6396841")
IMBOARD = Source("imboard", "https://imboard.ai/kpis/closed-won-count")
IMBOARD_PIPELINE = Source("imboard", "https://imboard.ai/kpis/pipeline-stage-metrics")
INFINIGROW = Source(
    "InfiniGrow",
    "https://help.infinigrow.com/en/articles/6855974-calculating-conversion-rates-in-infinigrow",
)
INSTANTLY = Source(
    "Instantly", "https://instantly.ai/blog/calculate-cold-email-reply-rate-metrics-pipeline"
)
INTENTBENCH = Source("IntentBench", "https://intentbench.com/calculators/mql-sql")
KELLBLOG = Source(
    "Kellblog, summarised by Engineered",
    "https://engineered.at/articles/win-rates-close-rates-and-milestone-vs-cohort-analysis",
)
KLIPFOLIO = Source(
    "Klipfolio",
    "https://www.klipfolio.com/resources/kpi-examples/digital-marketing/lead-conversion-rate",
)
KLIPFOLIO_MRR = Source("Klipfolio", "https://www.klipfolio.com/metrics/saas/net-mrr-churn-rate")
LINKEDIN_CONVERSIONS = Source(
    "LinkedIn Help, read on a mirror", "https://www.linkedin.com/help/lms/answer/107771"
)
LINKEDIN_PERFORMANCE = Source(
    "LinkedIn Help, read on a mirror", "https://www.linkedin.com/help/lms/answer/a445476"
)
LUMOADS = Source("Lumoads", "https://lumoads.com/the-basics/hard-conversions-vs-soft-conversions/")
MAILINGREPORT = Source(
    "MailingReport", "https://fr.mailingreport.com/blog/calculs-des-taux-en-email-marketing"
)
MEMBERCLICKS = Source(
    "MemberClicks", "https://help.memberclicks.com/hc/en-us/articles/36103297812493"
)
METRICKIT = Source("MetricKit", "https://metrickittools.com/guides/blended-cac-guide")
METRICKIT_PAYBACK = Source("MetricKit", "https://metrickittools.com/guides/cac-payback-guide")
METRICKIT_VELOCITY = Source("MetricKit", "https://metrickittools.com/glossary/pipeline-velocity")
MY_AD_METRICS = Source("My Ad Metrics", "https://myadmetrics.com/guides/how-to-value-a-lead")
OCTOLIS = Source("Octolis", "https://octolis.com/fr/blog/definition-lifetime-value")
PIVIX = Source("Pivix", "https://www.pivix.io/en/glossary/engagement-score")
PLEZI = Source("Plezi", "https://plezi.co/fr/roi-marketing-b2b")
POSTAFFILIATE = Source(
    "Post Affiliate Pro", "https://www.postaffiliatepro.fr/faq/how-to-calculate-cost-per-lead"
)
QUARTZ = Source("Quartz", "https://docs.quartzhq.com/quartz/metrics-reference/time")
SKYSENDERS = Source(
    "Skysenders", "https://help.skysenders.ai/en/articles/25-understanding-key-metrics"
)
SOFT_CONCEPT = Source(
    "Soft Concept", "https://soft-concept.com/surveymag/definition-fr/definition-churn.html"
)
TAYLOR_SICARD = Source(
    "Taylor Sicard", "https://taylorsicard.com/blog/max-allowable-cac-calculator"
)
TRIPLEDART = Source("TripleDart", "https://www.tripledart.com/glossary/cost-per-mql")
VALUESIGNALS = Source("ValueSignals", "https://www.valuesignals.com/Glossary/Details/Gross_Margin")
VAROS = Source(
    "Varos",
    "https://win.varos.com/en/articles/6577230-how-linkedin-ads-benchmark-metrics-are-calculated",
)
VENDEZ = Source("Vendez.plus", "https://vendez.plus/definition/cout-dacquisition-client/")
WINSABOVE = Source("WinsAbove", "https://www.winsabove.com/glossary")
