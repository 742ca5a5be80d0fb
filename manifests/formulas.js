function divide(a, b, inputs = {}) {
  if (b !== 0) return a / b;
  const at = Object.keys(inputs).find((name) => inputs[name] === 0) ?? null;
  throw { e: "DIV0", at };
}

function power(base, n) {
  let product = base;
  for (let i = 1; i < n; i += 1) product *= base;
  return product;
}

function formula(inputs, value, rules = []) {
  return (...given) => {
    const x = {};
    for (const [i, [name, , byDefault]] of inputs.entries()) {
      x[name] = given[i] ?? byDefault;
      if (x[name] === undefined) return { e: "EMPTY", at: name };
      if (!Number.isFinite(x[name])) return { e: "NUM", at: name };
    }
    for (const [name, least] of inputs) {
      if (least !== null && x[name] < least) return { e: "NUM", at: name };
    }
    const rule = rules.findIndex((holds) => holds(x) < 0);
    if (rule >= 0) return { e: "NUM", at: null, rule };
    try {
      const v = value(x) + 0;
      return Number.isFinite(v) ? { v } : { e: "NUM", at: null };
    } catch (fault) {
      if (fault.e) return fault;
      throw fault;
    }
  };
}

const FORMULAS = {
  B2B_ROI: formula([["gain", null], ["cost", 0], ["indirect_cost", 0, 0.0]], ({ gain, cost, indirect_cost }) => divide(((gain - cost) - indirect_cost), (cost + indirect_cost), { cost, indirect_cost })),
  B2B_ROI_MARGIN: formula([["margin", null], ["cost", 0], ["indirect_cost", 0, 0.0]], ({ margin, cost, indirect_cost }) => divide(((margin - cost) - indirect_cost), (cost + indirect_cost), { cost, indirect_cost })),
  B2B_ROI_MEDIA: formula([["gain", null], ["ad_spend", 0]], ({ gain, ad_spend }) => divide((gain - ad_spend), ad_spend, { ad_spend })),
  B2B_ROAS: formula([["gain", null], ["cost", 0]], ({ gain, cost }) => divide(gain, cost, { cost })),
  B2B_CPL: formula([["cost", 0], ["leads", 0]], ({ cost, leads }) => divide(cost, leads, { leads })),
  B2B_COST_PER_MQL: formula([["cost", 0], ["mqls", 0]], ({ cost, mqls }) => divide(cost, mqls, { mqls })),
  B2B_COST_PER_SQL: formula([["cost", 0], ["sqls", 0]], ({ cost, sqls }) => divide(cost, sqls, { sqls })),
  B2B_CPA: formula([["cost", 0], ["actions", 0]], ({ cost, actions }) => divide(cost, actions, { actions })),
  B2B_CPA_CLAIMED: formula([["ad_spend", 0], ["claimed_conversions", 0]], ({ ad_spend, claimed_conversions }) => divide(ad_spend, claimed_conversions, { claimed_conversions })),
  B2B_CAC: formula([["cost", 0], ["new_customers", 0], ["indirect_cost", 0, 0.0]], ({ cost, indirect_cost, new_customers }) => divide((cost + indirect_cost), new_customers, { new_customers })),
  B2B_CAC_DIRECT: formula([["cost", 0], ["new_customers", 0]], ({ cost, new_customers }) => divide(cost, new_customers, { new_customers })),
  B2B_CAC_PAID: formula([["ad_spend", 0], ["new_customers", 0]], ({ ad_spend, new_customers }) => divide(ad_spend, new_customers, { new_customers })),
  B2B_CAC_LAGGED: formula([["lagged_cost", 0], ["new_customers", 0], ["lagged_indirect_cost", 0, 0.0]], ({ lagged_cost, lagged_indirect_cost, new_customers }) => divide((lagged_cost + lagged_indirect_cost), new_customers, { new_customers })),
  B2B_TOTAL_COST: formula([["cost", 0], ["indirect_cost", 0, 0.0]], ({ cost, indirect_cost }) => (cost + indirect_cost)),
  B2B_DIRECT_COST: formula([["cost", 0]], ({ cost }) => cost),
  B2B_ADVERTISING_SPEND: formula([["ad_spend", 0]], ({ ad_spend }) => ad_spend),
  B2B_INDIRECT_COSTS: formula([["indirect_cost", 0]], ({ indirect_cost }) => indirect_cost),
  B2B_INDIRECT_SHARE: formula([["indirect_cost", 0], ["cost", 0]], ({ indirect_cost, cost }) => divide(indirect_cost, (cost + indirect_cost), { cost, indirect_cost })),
  B2B_DIRECT_SHARE: formula([["cost", 0], ["indirect_cost", 0]], ({ cost, indirect_cost }) => divide(cost, (cost + indirect_cost), { cost, indirect_cost })),
  B2B_LEAD_VOLUME: formula([["leads", 0]], ({ leads }) => leads),
  B2B_MQL_COUNT: formula([["mqls", 0]], ({ mqls }) => mqls),
  B2B_SQL_COUNT: formula([["sqls", 0]], ({ sqls }) => sqls),
  B2B_OPPORTUNITY_COUNT: formula([["opportunities", 0]], ({ opportunities }) => opportunities),
  B2B_NEW_CUSTOMER_COUNT: formula([["new_customers", 0]], ({ new_customers }) => new_customers),
  B2B_CONTACT_COUNT: formula([["contacted", 0]], ({ contacted }) => contacted),
  B2B_MEETING_COUNT: formula([["meetings", 0]], ({ meetings }) => meetings),
  B2B_VISITOR_TO_LEAD: formula([["leads", 0], ["visitors", 0]], ({ leads, visitors }) => divide(leads, visitors, { visitors })),
  B2B_VISITOR_TO_MQL: formula([["mqls", 0], ["visitors", 0]], ({ mqls, visitors }) => divide(mqls, visitors, { visitors })),
  B2B_VISITOR_TO_SQL: formula([["sqls", 0], ["visitors", 0]], ({ sqls, visitors }) => divide(sqls, visitors, { visitors })),
  B2B_VISITOR_TO_OPPORTUNITY: formula([["opportunities", 0], ["visitors", 0]], ({ opportunities, visitors }) => divide(opportunities, visitors, { visitors })),
  B2B_VISITOR_TO_CUSTOMER: formula([["new_customers", 0], ["visitors", 0]], ({ new_customers, visitors }) => divide(new_customers, visitors, { visitors })),
  B2B_LEAD_TO_MQL: formula([["mqls", 0], ["leads", 0]], ({ mqls, leads }) => divide(mqls, leads, { leads })),
  B2B_LEAD_TO_SQL: formula([["sqls", 0], ["leads", 0]], ({ sqls, leads }) => divide(sqls, leads, { leads })),
  B2B_LEAD_TO_OPPORTUNITY: formula([["opportunities", 0], ["leads", 0]], ({ opportunities, leads }) => divide(opportunities, leads, { leads })),
  B2B_LEAD_TO_CUSTOMER: formula([["new_customers", 0], ["leads", 0]], ({ new_customers, leads }) => divide(new_customers, leads, { leads })),
  B2B_MQL_TO_SQL: formula([["sqls", 0], ["mqls", 0]], ({ sqls, mqls }) => divide(sqls, mqls, { mqls })),
  B2B_MQL_TO_OPPORTUNITY: formula([["opportunities", 0], ["mqls", 0]], ({ opportunities, mqls }) => divide(opportunities, mqls, { mqls })),
  B2B_MQL_TO_CUSTOMER: formula([["new_customers", 0], ["mqls", 0]], ({ new_customers, mqls }) => divide(new_customers, mqls, { mqls })),
  B2B_SQL_TO_OPPORTUNITY: formula([["opportunities", 0], ["sqls", 0]], ({ opportunities, sqls }) => divide(opportunities, sqls, { sqls })),
  B2B_SQL_TO_CUSTOMER: formula([["new_customers", 0], ["sqls", 0]], ({ new_customers, sqls }) => divide(new_customers, sqls, { sqls })),
  B2B_OPPORTUNITY_TO_CUSTOMER: formula([["new_customers", 0], ["opportunities", 0]], ({ new_customers, opportunities }) => divide(new_customers, opportunities, { opportunities })),
  B2B_CONTACTED_TO_MEETING: formula([["meetings", 0], ["contacted", 0]], ({ meetings, contacted }) => divide(meetings, contacted, { contacted })),
  B2B_CONTACTED_TO_LEAD: formula([["leads", 0], ["contacted", 0]], ({ leads, contacted }) => divide(leads, contacted, { contacted })),
  B2B_TRIAL_TO_PAID: formula([["paid_after_trial", 0], ["trials", 0]], ({ paid_after_trial, trials }) => divide(paid_after_trial, trials, { trials })),
  B2B_SOFT_CONVERSION_RATE: formula([["soft_conversions", 0], ["sessions", 0]], ({ soft_conversions, sessions }) => divide(soft_conversions, sessions, { sessions })),
  B2B_HARD_CONVERSION_RATE: formula([["new_customers", 0], ["sessions", 0]], ({ new_customers, sessions }) => divide(new_customers, sessions, { sessions })),
  B2B_CONVERSION_RATE: formula([["conversions", 0], ["prospects", 0]], ({ conversions, prospects }) => divide(conversions, prospects, { prospects })),
  B2B_REVENUE_PER_LEAD: formula([["gain", null], ["leads", 0]], ({ gain, leads }) => divide(gain, leads, { leads })),
  B2B_LEAD_ENGAGEMENT: formula([["touches", 0], ["touched_leads", 0]], ({ touches, touched_leads }) => divide(touches, touched_leads, { touched_leads })),
  B2B_LEAD_VALUE: formula([["lead_to_customer_rate", 0], ["ltv", null]], ({ lead_to_customer_rate, ltv }) => (lead_to_customer_rate * ltv)),
  B2B_REVENUE: formula([["gain", null]], ({ gain }) => gain),
  B2B_GROSS_PROFIT: formula([["margin", null]], ({ margin }) => margin),
  B2B_GROSS_MARGIN_RATE: formula([["margin", null], ["margined_gain", null]], ({ margin, margined_gain }) => divide(margin, margined_gain, { margined_gain })),
  B2B_WIN_RATE: formula([["won_new", 0], ["lost_new", 0]], ({ won_new, lost_new }) => divide(won_new, (won_new + lost_new), { won_new, lost_new })),
  B2B_WON_DEAL_COUNT: formula([["won_deals", 0]], ({ won_deals }) => won_deals),
  B2B_LOST_DEAL_COUNT: formula([["lost_deals", 0]], ({ lost_deals }) => lost_deals),
  B2B_AVERAGE_DEAL: formula([["won_value", 0], ["priced_deals", 0]], ({ won_value, priced_deals }) => divide(won_value, priced_deals, { priced_deals })),
  B2B_PIPELINE_VALUE: formula([["pipeline", 0]], ({ pipeline }) => pipeline),
  B2B_OPEN_DEAL_COUNT: formula([["open_deals", 0]], ({ open_deals }) => open_deals),
  B2B_PIPELINE_VELOCITY: formula([["open_deals", 0], ["win_rate", 0], ["average_deal", 0], ["cycle_days", 0]], ({ open_deals, win_rate, average_deal, cycle_days }) => divide(((open_deals * win_rate) * average_deal), cycle_days, { cycle_days })),
  B2B_SALES_CYCLE: formula([["lead_cycle_median", null]], ({ lead_cycle_median }) => lead_cycle_median),
  B2B_CYCLE_MEAN: formula([["lead_cycle_mean", null]], ({ lead_cycle_mean }) => lead_cycle_mean),
  B2B_CYCLE_DEAL: formula([["deal_cycle_median", null]], ({ deal_cycle_median }) => deal_cycle_median),
  B2B_CYCLE_DEAL_MEAN: formula([["deal_cycle_mean", null]], ({ deal_cycle_mean }) => deal_cycle_mean),
  B2B_TIME_IN_STAGE: formula([["stage_days", null]], ({ stage_days }) => stage_days),
  B2B_CUSTOMER_COUNT: formula([["active_customers", 0]], ({ active_customers }) => active_customers),
  B2B_ACCOUNTS_SIGNED: formula([["accounts_won", 0]], ({ accounts_won }) => accounts_won),
  B2B_CHURN_RATE: formula([["start_customers", 0], ["end_customers", 0], ["customers_gained", 0, 0.0]], ({ start_customers, customers_gained, end_customers }) => divide(((start_customers + customers_gained) - end_customers), start_customers, { start_customers }), [({ start_customers, customers_gained, end_customers }) => ((start_customers + customers_gained) - end_customers), ({ end_customers, customers_gained }) => (end_customers - customers_gained)]),
  B2B_RETENTION_RATE: formula([["start_customers", 0], ["end_customers", 0], ["customers_gained", 0, 0.0]], ({ end_customers, customers_gained, start_customers }) => divide((end_customers - customers_gained), start_customers, { start_customers }), [({ start_customers, customers_gained, end_customers }) => ((start_customers + customers_gained) - end_customers), ({ end_customers, customers_gained }) => (end_customers - customers_gained)]),
  B2B_ANNUAL_CHURN: formula([["monthly_churn", 0]], ({ monthly_churn }) => (1 - power((1 - monthly_churn), 12))),
  B2B_ANNUAL_RETENTION: formula([["churn_rate", 0]], ({ churn_rate }) => (1 - churn_rate)),
  B2B_MRR: formula([["mrr", 0]], ({ mrr }) => mrr),
  B2B_ARR: formula([["mrr", 0]], ({ mrr }) => (mrr * 12)),
  B2B_ARPA: formula([["mrr", 0], ["end_customers", 0]], ({ mrr, end_customers }) => divide(mrr, end_customers, { end_customers })),
  B2B_NET_MRR_CHURN: formula([["cancelled_mrr", 0], ["expansion_mrr", 0], ["start_mrr", 0]], ({ cancelled_mrr, expansion_mrr, start_mrr }) => divide((cancelled_mrr - expansion_mrr), start_mrr, { start_mrr })),
  B2B_NET_REVENUE_RETENTION: formula([["kept_mrr", 0], ["start_mrr", 0]], ({ kept_mrr, start_mrr }) => divide(kept_mrr, start_mrr, { start_mrr })),
  B2B_GROSS_REVENUE_RETENTION: formula([["capped_mrr", 0], ["start_mrr", 0]], ({ capped_mrr, start_mrr }) => divide(capped_mrr, start_mrr, { start_mrr })),
  B2B_CUSTOMER_LIFETIME: formula([["period_years", 0], ["churn_rate", 0]], ({ period_years, churn_rate }) => divide(period_years, churn_rate, { churn_rate })),
  B2B_LIFETIME_IN_PERIODS: formula([["churn_of_period", 0]], ({ churn_of_period }) => divide(1, churn_of_period, { churn_of_period })),
  B2B_PURCHASE_FREQUENCY: formula([["won_deals", 0], ["start_customers", 0], ["end_customers", 0], ["period_years", 0]], ({ won_deals, start_customers, end_customers, period_years }) => divide(won_deals, (divide((start_customers + end_customers), 2) * period_years), { start_customers, end_customers, period_years })),
  B2B_LTV: formula([["average_value", 0], ["purchases_per_year", 0], ["years", 0]], ({ average_value, purchases_per_year, years }) => ((average_value * purchases_per_year) * years)),
  B2B_LTV_MARGIN: formula([["average_value", 0], ["purchases_per_year", 0], ["years", 0], ["gross_margin_rate", null]], ({ average_value, purchases_per_year, years, gross_margin_rate }) => (((average_value * purchases_per_year) * years) * gross_margin_rate)),
  B2B_LTV_FROM_CHURN: formula([["revenue_of_period", 0], ["churn_of_period", 0]], ({ revenue_of_period, churn_of_period }) => divide(revenue_of_period, churn_of_period, { churn_of_period })),
  B2B_CLV_DISCOUNTED: formula([["margin_of_period", null], ["retention_of_period", 0], ["discount_rate", 0]], ({ margin_of_period, retention_of_period, discount_rate }) => divide((margin_of_period * retention_of_period), ((1 + discount_rate) - retention_of_period), { discount_rate, retention_of_period }), [({ discount_rate, retention_of_period }) => ((1 + discount_rate) - retention_of_period)]),
  B2B_LTV_RETENTION: formula([["margin_of_period", null], ["retention_of_period", 0]], ({ margin_of_period, retention_of_period }) => divide(margin_of_period, (1 - retention_of_period), { retention_of_period })),
  B2B_LTV_CAC: formula([["ltv", null], ["cac", 0]], ({ ltv, cac }) => divide(ltv, cac, { cac })),
  B2B_MAX_CAC: formula([["ltv", null], ["target_ratio", 0, 3.0]], ({ ltv, target_ratio }) => divide(ltv, target_ratio, { target_ratio })),
  B2B_CAC_PAYBACK: formula([["cac", 0], ["monthly_margin", null]], ({ cac, monthly_margin }) => divide(cac, monthly_margin, { monthly_margin })),
  B2B_MONTHLY_MARGIN_PER_CUSTOMER: formula([["mrr", 0], ["gross_margin_rate", null], ["end_customers", 0]], ({ mrr, gross_margin_rate, end_customers }) => divide((mrr * gross_margin_rate), end_customers, { end_customers })),
  B2B_ANNUAL_MARGIN_PER_CUSTOMER: formula([["average_value", 0], ["purchases_per_year", 0], ["gross_margin_rate", null]], ({ average_value, purchases_per_year, gross_margin_rate }) => ((average_value * purchases_per_year) * gross_margin_rate)),
  B2B_CTR: formula([["clicks", 0], ["impressions", 0]], ({ clicks, impressions }) => divide(clicks, impressions, { impressions })),
  B2B_CTR_EMAIL: formula([["clicked_messages", 0], ["messages_delivered", 0]], ({ clicked_messages, messages_delivered }) => divide(clicked_messages, messages_delivered, { messages_delivered })),
  B2B_CTOR: formula([["clicked_messages", 0], ["opened_messages", 0]], ({ clicked_messages, opened_messages }) => divide(clicked_messages, opened_messages, { opened_messages })),
  B2B_OPEN_RATE: formula([["opened_messages", 0], ["messages_delivered", 0]], ({ opened_messages, messages_delivered }) => divide(opened_messages, messages_delivered, { messages_delivered })),
  B2B_OPEN_RATE_TOTAL: formula([["opens", 0], ["messages_delivered", 0]], ({ opens, messages_delivered }) => divide(opens, messages_delivered, { messages_delivered })),
  B2B_REPLY_RATE: formula([["replies", 0], ["outreach_delivered", 0]], ({ replies, outreach_delivered }) => divide(replies, outreach_delivered, { outreach_delivered })),
  B2B_EMAIL_BOUNCE_RATE: formula([["bounces", 0], ["messages_sent", 0]], ({ bounces, messages_sent }) => divide(bounces, messages_sent, { messages_sent })),
  B2B_ENGAGEMENT_RATE: formula([["engagements", 0], ["social_impressions", 0]], ({ engagements, social_impressions }) => divide(engagements, social_impressions, { social_impressions })),
  B2B_ENGAGEMENT_ADS: formula([["ad_engagements", 0], ["impressions", 0]], ({ ad_engagements, impressions }) => divide(ad_engagements, impressions, { impressions })),
  B2B_ENGAGEMENT_SITE: formula([["engaged_sessions", 0], ["sessions", 0]], ({ engaged_sessions, sessions }) => divide(engaged_sessions, sessions, { sessions })),
  B2B_SITE_BOUNCE_RATE: formula([["sessions", 0], ["engaged_sessions", 0]], ({ sessions, engaged_sessions }) => divide((sessions - engaged_sessions), sessions, { sessions })),
  B2B_TRAFFIC: formula([["sessions", 0]], ({ sessions }) => sessions),
  B2B_IMPRESSION_COUNT: formula([["impressions", 0]], ({ impressions }) => impressions),
  B2B_CLICK_COUNT: formula([["clicks", 0]], ({ clicks }) => clicks),
  B2B_CLAIMED_CONVERSION_COUNT: formula([["claimed_conversions", 0]], ({ claimed_conversions }) => claimed_conversions),
  B2B_CPC: formula([["ad_spend", 0], ["clicks", 0]], ({ ad_spend, clicks }) => divide(ad_spend, clicks, { clicks })),
  B2B_CPM: formula([["ad_spend", 0], ["impressions", 0]], ({ ad_spend, impressions }) => divide((ad_spend * 1000), impressions, { impressions })),
  B2B_COST_PER_SESSION: formula([["cost", 0], ["sessions", 0]], ({ cost, sessions }) => divide(cost, sessions, { sessions })),
  B2B_NPS: formula([["promoters", 0], ["detractors", 0], ["nps_answers", 0]], ({ promoters, detractors, nps_answers }) => divide(((promoters - detractors) * 100), nps_answers, { nps_answers })),
  B2B_CSAT: formula([["satisfied", 0], ["csat_answers", 0]], ({ satisfied, csat_answers }) => divide(satisfied, csat_answers, { csat_answers })),
};

export { FORMULAS };
