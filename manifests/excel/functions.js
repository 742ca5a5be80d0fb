const B2B_CORE = (() => {
"use strict";
const DECLARED = {"messages":{"HIDDEN_DIRECTION":{"en":"A hidden direction character is in the cell: type the value again.","fr":"La cellule contient un caractère de direction invisible : ressaisissez la valeur."},"MIXED_DIGITS":{"en":"“{text}” mixes digits of two scripts: type it again.","fr":"« {text} » mélange des chiffres de deux écritures : ressaisissez-le."},"NOT_A_NUMBER":{"en":"“{text}” is not a number.","fr":"« {text} » n’est pas un nombre."},"TWO_READINGS":{"en":"“{text}” can be a thousand or a decimal: say the locale.","fr":"« {text} » peut être un millier ou un décimal : précisez la langue du nombre."},"TOO_LARGE":{"en":"“{text}” is too large a number.","fr":"« {text} » est un nombre trop grand."},"TOO_LONG":{"en":"The text is longer than 64 characters: it is not a number.","fr":"Le texte dépasse 64 caractères : ce n’est pas un nombre."},"TOO_MANY_CELLS":{"en":"Too many cells: at most 1,000,000 per call.","fr":"Trop de cellules : 1 000 000 au plus par appel."},"SUM_TOO_LARGE":{"en":"A number is too large.","fr":"Un nombre est trop grand."},"TEXT_TOO_LONG":{"en":"A text has more than 10,000 characters.","fr":"Un texte dépasse 10 000 caractères."},"INVALID_CHARACTER":{"en":"Text contains an invalid character.","fr":"Le texte contient un caractère interdit."},"ROW_AND_COLUMN":{"en":"One range is a row, the other a column ({a} and {b}).","fr":"Une plage est une ligne, l’autre une colonne ({a} et {b})."},"UNSUPPORTED":{"en":"Unsupported value: give numbers, text or dates.","fr":"Valeur non prise en charge : donnez des nombres, du texte ou des dates."},"CALCULATING":{"en":"Input is still calculating.","fr":"Une donnée est encore en cours de calcul."},"PLACE":{"en":"Row {row}, column {column}","fr":"Ligne {row}, colonne {column}"},"ARGUMENT":{"en":"The argument","fr":"L’argument"},"CONTAINS":{"en":"{where} contains {name}.","fr":"{where} contient {name}."},"BOOLEAN":{"en":"{text} is not a number.","fr":"{text} n’est pas un nombre."},"PLACED":{"en":"Row {row}, column {column} of the range: {why}","fr":"Ligne {row}, colonne {column} de la plage : {why}"},"TOO_MANY_ARGUMENTS":{"en":"{fn} takes {n} arguments: {names}.","fr":"{fn} prend {n} arguments : {names}."},"BETWEEN_NAMES":{"en":"; ","fr":" ; "},"EMPTY_RANGE":{"en":"The range is empty.","fr":"La plage est vide."},"NO_NUMBERS":{"en":"No numbers in the range.","fr":"Aucun nombre dans la plage."},"FILL_IN":{"en":"Fill in: {what}.","fr":"À renseigner : {what}."},"THE_BASE":{"en":"The base","fr":"La base"},"ZERO_BASE":{"en":"{what}: 0, so {kpi} has no value.","fr":"{what} : 0, donc pas de valeur pour {kpi}."},"RESULT_TOO_LARGE":{"en":"The result is too large.","fr":"Le résultat est trop grand."},"INPUT_TOO_LARGE":{"en":"{what}: the number is too large.","fr":"{what} : le nombre est trop grand."},"NEGATIVE":{"en":"{what} is negative ({value:g}).","fr":"{what} : valeur négative ({value:g})."},"BENEATH":{"en":"{what} is {value:g}; the least possible is {least:g}.","fr":"{what} : {value:g} ; le minimum est {least:g}."}},"functions":{"B2B_ROI":{"id":"roi_net","title":{"en":"Net ROI, on revenue","fr":"ROI net, sur CA"},"unit":"share","inputs":["gain","cost","indirect_cost"],"rules":[]},"B2B_ROI_MARGIN":{"id":"roi_margin","title":{"en":"Net ROI, on gross margin","fr":"ROI net, sur marge brute"},"unit":"share","inputs":["margin","cost","indirect_cost"],"rules":[]},"B2B_ROI_MEDIA":{"id":"roi_media","title":{"en":"Media-only ROI","fr":"ROI média seul"},"unit":"share","inputs":["gain","ad_spend"],"rules":[]},"B2B_ROAS":{"id":"roas","title":{"en":"ROAS, gross return on spend","fr":"ROAS, retour brut sur dépenses"},"unit":"multiple","inputs":["gain","cost"],"rules":[]},"B2B_CPL":{"id":"cpl","title":{"en":"Cost per lead (CPL)","fr":"Coût par lead (CPL)"},"unit":"money","inputs":["cost","leads"],"rules":[]},"B2B_COST_PER_MQL":{"id":"cost_per_mql","title":{"en":"Cost per MQL","fr":"Coût par MQL"},"unit":"money","inputs":["cost","mqls"],"rules":[]},"B2B_COST_PER_SQL":{"id":"cost_per_sql","title":{"en":"Cost per SQL","fr":"Coût par SQL"},"unit":"money","inputs":["cost","sqls"],"rules":[]},"B2B_CPA":{"id":"cpa","title":{"en":"Cost per action (CPA)","fr":"Coût par action (CPA)"},"unit":"money","inputs":["cost","actions"],"rules":[]},"B2B_CPA_CLAIMED":{"id":"cpa_claimed","title":{"en":"Cost per conversion claimed by the platform","fr":"Coût par conversion revendiquée par la plateforme"},"unit":"money","inputs":["ad_spend","claimed_conversions"],"rules":[]},"B2B_CAC":{"id":"cac_loaded","title":{"en":"Customer acquisition cost (CAC), fully loaded","fr":"Coût d’acquisition client (CAC), complet"},"unit":"money","inputs":["cost","new_customers","indirect_cost"],"rules":[]},"B2B_CAC_DIRECT":{"id":"cac_direct","title":{"en":"CAC, direct costs","fr":"CAC, coûts directs"},"unit":"money","inputs":["cost","new_customers"],"rules":[]},"B2B_CAC_PAID":{"id":"cac_paid","title":{"en":"Paid CAC, advertising only","fr":"CAC payé, publicité seule"},"unit":"money","inputs":["ad_spend","new_customers"],"rules":[]},"B2B_CAC_LAGGED":{"id":"cac_lagged","title":{"en":"CAC, spend one sales cycle earlier","fr":"CAC décalé d’un cycle de vente"},"unit":"money","inputs":["lagged_cost","new_customers","lagged_indirect_cost"],"rules":[]},"B2B_TOTAL_COST":{"id":"total_cost","title":{"en":"Total cost","fr":"Coût total"},"unit":"money","inputs":["cost","indirect_cost"],"rules":[]},"B2B_DIRECT_COST":{"id":"direct_cost","title":{"en":"Direct cost","fr":"Coûts directs"},"unit":"money","inputs":["cost"],"rules":[]},"B2B_ADVERTISING_SPEND":{"id":"advertising_spend","title":{"en":"Advertising spend","fr":"Dépenses publicitaires"},"unit":"money","inputs":["ad_spend"],"rules":[]},"B2B_INDIRECT_COSTS":{"id":"indirect_costs","title":{"en":"Indirect cost","fr":"Coûts indirects"},"unit":"money","inputs":["indirect_cost"],"rules":[]},"B2B_INDIRECT_SHARE":{"id":"indirect_share","title":{"en":"Share of indirect cost","fr":"Part des coûts indirects"},"unit":"share","inputs":["indirect_cost","cost"],"rules":[]},"B2B_DIRECT_SHARE":{"id":"direct_share","title":{"en":"Share of direct cost","fr":"Part des coûts directs"},"unit":"share","inputs":["cost","indirect_cost"],"rules":[]},"B2B_LEAD_VOLUME":{"id":"lead_volume","title":{"en":"Leads","fr":"Volume de leads"},"unit":"count","inputs":["leads"],"rules":[]},"B2B_MQL_COUNT":{"id":"mql_count","title":{"en":"MQLs","fr":"Nombre de MQL"},"unit":"count","inputs":["mqls"],"rules":[]},"B2B_SQL_COUNT":{"id":"sql_count","title":{"en":"SQLs","fr":"Nombre de SQL"},"unit":"count","inputs":["sqls"],"rules":[]},"B2B_OPPORTUNITY_COUNT":{"id":"opportunity_count","title":{"en":"Opportunities created","fr":"Opportunités créées"},"unit":"count","inputs":["opportunities"],"rules":[]},"B2B_NEW_CUSTOMER_COUNT":{"id":"new_customer_count","title":{"en":"New customers","fr":"Nouveaux clients"},"unit":"count","inputs":["new_customers"],"rules":[]},"B2B_CONTACT_COUNT":{"id":"contact_count","title":{"en":"People contacted","fr":"Personnes contactées"},"unit":"count","inputs":["contacted"],"rules":[]},"B2B_MEETING_COUNT":{"id":"meeting_count","title":{"en":"Meetings","fr":"Rendez-vous"},"unit":"count","inputs":["meetings"],"rules":[]},"B2B_VISITOR_TO_LEAD":{"id":"visitor_to_lead","title":{"en":"Visitor to lead rate","fr":"Taux visiteur → lead"},"unit":"share","inputs":["leads","visitors"],"rules":[]},"B2B_VISITOR_TO_MQL":{"id":"visitor_to_mql","title":{"en":"Visitor to MQL rate","fr":"Taux visiteur → MQL"},"unit":"share","inputs":["mqls","visitors"],"rules":[]},"B2B_VISITOR_TO_SQL":{"id":"visitor_to_sql","title":{"en":"Visitor to SQL rate","fr":"Taux visiteur → SQL"},"unit":"share","inputs":["sqls","visitors"],"rules":[]},"B2B_VISITOR_TO_OPPORTUNITY":{"id":"visitor_to_opportunity","title":{"en":"Visitor to opportunity rate","fr":"Taux visiteur → opportunité"},"unit":"share","inputs":["opportunities","visitors"],"rules":[]},"B2B_VISITOR_TO_CUSTOMER":{"id":"visitor_to_customer","title":{"en":"Visitor to customer rate","fr":"Taux visiteur → client"},"unit":"share","inputs":["new_customers","visitors"],"rules":[]},"B2B_LEAD_TO_MQL":{"id":"lead_to_mql","title":{"en":"Lead to MQL rate","fr":"Taux lead → MQL"},"unit":"share","inputs":["mqls","leads"],"rules":[]},"B2B_LEAD_TO_SQL":{"id":"lead_to_sql","title":{"en":"Lead to SQL rate","fr":"Taux lead → SQL"},"unit":"share","inputs":["sqls","leads"],"rules":[]},"B2B_LEAD_TO_OPPORTUNITY":{"id":"lead_to_opportunity","title":{"en":"Lead to opportunity rate","fr":"Taux lead → opportunité"},"unit":"share","inputs":["opportunities","leads"],"rules":[]},"B2B_LEAD_TO_CUSTOMER":{"id":"lead_to_customer","title":{"en":"Lead to customer rate","fr":"Taux lead → client"},"unit":"share","inputs":["new_customers","leads"],"rules":[]},"B2B_MQL_TO_SQL":{"id":"mql_to_sql","title":{"en":"MQL to SQL rate","fr":"Taux MQL → SQL"},"unit":"share","inputs":["sqls","mqls"],"rules":[]},"B2B_MQL_TO_OPPORTUNITY":{"id":"mql_to_opportunity","title":{"en":"MQL to opportunity rate","fr":"Taux MQL → opportunité"},"unit":"share","inputs":["opportunities","mqls"],"rules":[]},"B2B_MQL_TO_CUSTOMER":{"id":"mql_to_customer","title":{"en":"MQL to customer rate","fr":"Taux MQL → client"},"unit":"share","inputs":["new_customers","mqls"],"rules":[]},"B2B_SQL_TO_OPPORTUNITY":{"id":"sql_to_opportunity","title":{"en":"SQL to opportunity rate","fr":"Taux SQL → opportunité"},"unit":"share","inputs":["opportunities","sqls"],"rules":[]},"B2B_SQL_TO_CUSTOMER":{"id":"sql_to_customer","title":{"en":"SQL to customer rate","fr":"Taux SQL → client"},"unit":"share","inputs":["new_customers","sqls"],"rules":[]},"B2B_OPPORTUNITY_TO_CUSTOMER":{"id":"opportunity_to_customer","title":{"en":"Opportunity to customer rate","fr":"Taux opportunité → client"},"unit":"share","inputs":["new_customers","opportunities"],"rules":[]},"B2B_CONTACTED_TO_MEETING":{"id":"contacted_to_meeting","title":{"en":"Contacted to meeting rate","fr":"Taux contact → rendez-vous"},"unit":"share","inputs":["meetings","contacted"],"rules":[]},"B2B_CONTACTED_TO_LEAD":{"id":"contacted_to_lead","title":{"en":"Contacted to lead rate","fr":"Taux contact → lead"},"unit":"share","inputs":["leads","contacted"],"rules":[]},"B2B_TRIAL_TO_PAID":{"id":"trial_to_paid","title":{"en":"Trial to paid rate","fr":"Taux essai → payant"},"unit":"share","inputs":["paid_after_trial","trials"],"rules":[]},"B2B_SOFT_CONVERSION_RATE":{"id":"soft_conversion_rate","title":{"en":"Soft conversion rate","fr":"Taux de conversion douce"},"unit":"share","inputs":["soft_conversions","sessions"],"rules":[]},"B2B_HARD_CONVERSION_RATE":{"id":"hard_conversion_rate","title":{"en":"Hard conversion rate","fr":"Taux de conversion ferme"},"unit":"share","inputs":["new_customers","sessions"],"rules":[]},"B2B_CONVERSION_RATE":{"id":"conversion_rate","title":{"en":"Conversion rate","fr":"Taux de conversion"},"unit":"share","inputs":["conversions","prospects"],"rules":[]},"B2B_REVENUE_PER_LEAD":{"id":"revenue_per_lead","title":{"en":"Revenue per lead","fr":"Chiffre d’affaires par lead"},"unit":"money","inputs":["gain","leads"],"rules":[]},"B2B_LEAD_ENGAGEMENT":{"id":"lead_engagement","title":{"en":"Lead engagement","fr":"Engagement des leads"},"unit":"per_lead","inputs":["touches","touched_leads"],"rules":[]},"B2B_LEAD_VALUE":{"id":"lead_value","title":{"en":"Lead value","fr":"Valeur d’un lead"},"unit":"money","inputs":["lead_to_customer_rate","ltv"],"rules":[]},"B2B_REVENUE":{"id":"revenue","title":{"en":"Signed revenue","fr":"Chiffre d’affaires signé"},"unit":"money","inputs":["gain"],"rules":[]},"B2B_GROSS_PROFIT":{"id":"gross_profit","title":{"en":"Gross profit","fr":"Marge brute"},"unit":"money","inputs":["margin"],"rules":[]},"B2B_GROSS_MARGIN_RATE":{"id":"gross_margin_rate","title":{"en":"Gross margin rate","fr":"Taux de marge brute"},"unit":"share","inputs":["margin","margined_gain"],"rules":[]},"B2B_WIN_RATE":{"id":"win_rate","title":{"en":"Win rate","fr":"Taux de gain"},"unit":"share","inputs":["won_new","lost_new"],"rules":[]},"B2B_WON_DEAL_COUNT":{"id":"won_deal_count","title":{"en":"Won deals","fr":"Affaires gagnées"},"unit":"count","inputs":["won_deals"],"rules":[]},"B2B_LOST_DEAL_COUNT":{"id":"lost_deal_count","title":{"en":"Lost deals","fr":"Affaires perdues"},"unit":"count","inputs":["lost_deals"],"rules":[]},"B2B_AVERAGE_DEAL":{"id":"average_deal","title":{"en":"Average deal","fr":"Affaire moyenne"},"unit":"money","inputs":["won_value","priced_deals"],"rules":[]},"B2B_PIPELINE_VALUE":{"id":"pipeline_value","title":{"en":"Pipeline value","fr":"Valeur du pipeline"},"unit":"money","inputs":["pipeline"],"rules":[]},"B2B_OPEN_DEAL_COUNT":{"id":"open_deal_count","title":{"en":"Open opportunities","fr":"Nombre d’opportunités ouvertes"},"unit":"count","inputs":["open_deals"],"rules":[]},"B2B_PIPELINE_VELOCITY":{"id":"pipeline_velocity","title":{"en":"Pipeline velocity","fr":"Vélocité du pipeline"},"unit":"money_per_day","inputs":["open_deals","win_rate","average_deal","cycle_days"],"rules":[]},"B2B_SALES_CYCLE":{"id":"cycle_median","title":{"en":"Sales cycle, median","fr":"Cycle de vente, médiane"},"unit":"days","inputs":["lead_cycle_median"],"rules":[]},"B2B_CYCLE_MEAN":{"id":"cycle_mean","title":{"en":"Sales cycle, mean","fr":"Cycle de vente, moyenne"},"unit":"days","inputs":["lead_cycle_mean"],"rules":[]},"B2B_CYCLE_DEAL":{"id":"cycle_deal","title":{"en":"Deal cycle, median","fr":"Cycle des affaires, médiane"},"unit":"days","inputs":["deal_cycle_median"],"rules":[]},"B2B_CYCLE_DEAL_MEAN":{"id":"cycle_deal_mean","title":{"en":"Deal cycle, mean","fr":"Cycle des affaires, moyenne"},"unit":"days","inputs":["deal_cycle_mean"],"rules":[]},"B2B_TIME_IN_STAGE":{"id":"time_in_stage","title":{"en":"Time in stage, median","fr":"Temps dans l’étape, médiane"},"unit":"days","inputs":["stage_days"],"rules":[]},"B2B_CUSTOMER_COUNT":{"id":"customer_count","title":{"en":"Customers","fr":"Clients"},"unit":"count","inputs":["active_customers"],"rules":[]},"B2B_ACCOUNTS_SIGNED":{"id":"accounts_signed","title":{"en":"Customers, accounts that signed","fr":"Clients, comptes ayant signé"},"unit":"count","inputs":["accounts_won"],"rules":[]},"B2B_CHURN_RATE":{"id":"churn_rate","title":{"en":"Churn rate","fr":"Taux de résiliation (churn)"},"unit":"share","inputs":["start_customers","end_customers","customers_gained"],"rules":[{"en":"There are more customers at the end than at the start: give the new customers too.","fr":"Il y a plus de clients à la fin qu’au début : indiquez les nouveaux clients."},{"en":"There are more new customers than customers at the end: count the new ones still there.","fr":"Il y a plus de nouveaux clients que de clients à la fin : comptez ceux encore présents."}]},"B2B_RETENTION_RATE":{"id":"retention_rate","title":{"en":"Retention rate","fr":"Taux de rétention"},"unit":"share","inputs":["start_customers","end_customers","customers_gained"],"rules":[{"en":"There are more customers at the end than at the start: give the new customers too.","fr":"Il y a plus de clients à la fin qu’au début : indiquez les nouveaux clients."},{"en":"There are more new customers than customers at the end: count the new ones still there.","fr":"Il y a plus de nouveaux clients que de clients à la fin : comptez ceux encore présents."}]},"B2B_ANNUAL_CHURN":{"id":"annual_churn","title":{"en":"Annual churn from a monthly one","fr":"Churn annuel à partir du mensuel"},"unit":"share","inputs":["monthly_churn"],"rules":[]},"B2B_ANNUAL_RETENTION":{"id":"annual_retention","title":{"en":"Annual retention","fr":"Rétention annuelle"},"unit":"share","inputs":["churn_rate"],"rules":[]},"B2B_MRR":{"id":"monthly_recurring_revenue","title":{"en":"Monthly recurring revenue (MRR)","fr":"Revenu récurrent mensuel (MRR)"},"unit":"money_per_month","inputs":["mrr"],"rules":[]},"B2B_ARR":{"id":"annual_recurring_revenue","title":{"en":"Annual recurring revenue (ARR)","fr":"Revenu récurrent annuel (ARR)"},"unit":"money","inputs":["mrr"],"rules":[]},"B2B_ARPA":{"id":"revenue_per_account","title":{"en":"Recurring revenue per customer (ARPA)","fr":"Revenu récurrent par client (ARPA)"},"unit":"money_per_month","inputs":["mrr","end_customers"],"rules":[]},"B2B_NET_MRR_CHURN":{"id":"net_mrr_churn","title":{"en":"Net MRR churn","fr":"Churn net du MRR"},"unit":"share","inputs":["cancelled_mrr","expansion_mrr","start_mrr"],"rules":[]},"B2B_NET_REVENUE_RETENTION":{"id":"net_revenue_retention","title":{"en":"Net revenue retention (NRR)","fr":"Rétention nette du revenu (NRR)"},"unit":"share","inputs":["kept_mrr","start_mrr"],"rules":[]},"B2B_GROSS_REVENUE_RETENTION":{"id":"gross_revenue_retention","title":{"en":"Gross revenue retention (GRR)","fr":"Rétention brute du revenu (GRR)"},"unit":"share","inputs":["capped_mrr","start_mrr"],"rules":[]},"B2B_CUSTOMER_LIFETIME":{"id":"customer_lifetime","title":{"en":"Customer lifetime","fr":"Durée de vie d’un client"},"unit":"years","inputs":["period_years","churn_rate"],"rules":[]},"B2B_LIFETIME_IN_PERIODS":{"id":"lifetime_in_periods","title":{"en":"Lifetime in periods","fr":"Durée de vie en périodes"},"unit":"count","inputs":["churn_of_period"],"rules":[]},"B2B_PURCHASE_FREQUENCY":{"id":"purchase_frequency","title":{"en":"Orders a year and customer","fr":"Commandes par an et par client"},"unit":"count","inputs":["won_deals","start_customers","end_customers","period_years"],"rules":[]},"B2B_LTV":{"id":"ltv_revenue","title":{"en":"Lifetime value (LTV), on revenue","fr":"Valeur vie client (LTV), sur CA"},"unit":"money","inputs":["average_value","purchases_per_year","years"],"rules":[]},"B2B_LTV_MARGIN":{"id":"ltv_margin","title":{"en":"Lifetime value (LTV), on margin","fr":"Valeur vie client (LTV), sur marge"},"unit":"money","inputs":["average_value","purchases_per_year","years","gross_margin_rate"],"rules":[]},"B2B_LTV_FROM_CHURN":{"id":"ltv_from_churn","title":{"en":"Lifetime value from revenue and churn","fr":"Valeur vie à partir du revenu et du churn"},"unit":"money","inputs":["revenue_of_period","churn_of_period"],"rules":[]},"B2B_CLV_DISCOUNTED":{"id":"clv_discounted","title":{"en":"Lifetime value, discounted","fr":"Valeur vie client, actualisée"},"unit":"money","inputs":["margin_of_period","retention_of_period","discount_rate"],"rules":[{"en":"Retention above one plus the discount rate: the sum has no end. Check both rates.","fr":"Rétention supérieure à un plus le taux d’actualisation : la somme est sans fin. Vérifiez les deux taux."}]},"B2B_LTV_RETENTION":{"id":"ltv_retention","title":{"en":"Lifetime value from retention","fr":"Valeur vie à partir de la rétention"},"unit":"money","inputs":["margin_of_period","retention_of_period"],"rules":[]},"B2B_LTV_CAC":{"id":"ltv_cac","title":{"en":"LTV / CAC","fr":"Ratio LTV / CAC"},"unit":"multiple","inputs":["ltv","cac"],"rules":[]},"B2B_MAX_CAC":{"id":"max_cac","title":{"en":"Maximum allowable CAC","fr":"CAC maximal admissible"},"unit":"money","inputs":["ltv","target_ratio"],"rules":[]},"B2B_CAC_PAYBACK":{"id":"cac_payback","title":{"en":"CAC payback","fr":"Délai de récupération du CAC"},"unit":"months","inputs":["cac","monthly_margin"],"rules":[]},"B2B_MONTHLY_MARGIN_PER_CUSTOMER":{"id":"monthly_margin_per_customer","title":{"en":"Margin a month and customer","fr":"Marge mensuelle par client"},"unit":"money_per_month","inputs":["mrr","gross_margin_rate","end_customers"],"rules":[]},"B2B_ANNUAL_MARGIN_PER_CUSTOMER":{"id":"annual_margin_per_customer","title":{"en":"Margin a year and customer","fr":"Marge annuelle par client"},"unit":"money","inputs":["average_value","purchases_per_year","gross_margin_rate"],"rules":[]},"B2B_CTR":{"id":"ctr","title":{"en":"Click-through rate (CTR), ads","fr":"Taux de clics (CTR), publicité"},"unit":"share","inputs":["clicks","impressions"],"rules":[]},"B2B_CTR_EMAIL":{"id":"ctr_email","title":{"en":"Click-through rate, e-mail","fr":"Taux de clics, e-mail"},"unit":"share","inputs":["clicked_messages","messages_delivered"],"rules":[]},"B2B_CTOR":{"id":"ctor","title":{"en":"Click-to-open rate (CTOR)","fr":"Taux de réactivité (CTOR)"},"unit":"share","inputs":["clicked_messages","opened_messages"],"rules":[]},"B2B_OPEN_RATE":{"id":"open_rate","title":{"en":"Open rate","fr":"Taux d’ouverture"},"unit":"share","inputs":["opened_messages","messages_delivered"],"rules":[]},"B2B_OPEN_RATE_TOTAL":{"id":"open_rate_total","title":{"en":"Total opens per message","fr":"Ouvertures totales par message"},"unit":"share","inputs":["opens","messages_delivered"],"rules":[]},"B2B_REPLY_RATE":{"id":"reply_rate","title":{"en":"Reply rate","fr":"Taux de réponse"},"unit":"share","inputs":["replies","outreach_delivered"],"rules":[]},"B2B_EMAIL_BOUNCE_RATE":{"id":"email_bounce_rate","title":{"en":"E-mail bounce rate","fr":"Taux de rebond e-mail"},"unit":"share","inputs":["bounces","messages_sent"],"rules":[]},"B2B_ENGAGEMENT_RATE":{"id":"engagement_rate","title":{"en":"Engagement rate, on impressions","fr":"Taux d’engagement, sur impressions"},"unit":"share","inputs":["engagements","social_impressions"],"rules":[]},"B2B_ENGAGEMENT_ADS":{"id":"engagement_ads","title":{"en":"Engagement rate of ads","fr":"Taux d’engagement des annonces"},"unit":"share","inputs":["ad_engagements","impressions"],"rules":[]},"B2B_ENGAGEMENT_SITE":{"id":"engagement_site","title":{"en":"Engagement rate of the site","fr":"Taux d’engagement du site"},"unit":"share","inputs":["engaged_sessions","sessions"],"rules":[]},"B2B_SITE_BOUNCE_RATE":{"id":"site_bounce_rate","title":{"en":"Bounce rate of the site","fr":"Taux de rebond du site"},"unit":"share","inputs":["sessions","engaged_sessions"],"rules":[]},"B2B_TRAFFIC":{"id":"traffic","title":{"en":"Web traffic (sessions)","fr":"Trafic du site (sessions)"},"unit":"count","inputs":["sessions"],"rules":[]},"B2B_IMPRESSION_COUNT":{"id":"impression_count","title":{"en":"Ad impressions","fr":"Impressions publicitaires"},"unit":"count","inputs":["impressions"],"rules":[]},"B2B_CLICK_COUNT":{"id":"click_count","title":{"en":"Ad clicks","fr":"Clics publicitaires"},"unit":"count","inputs":["clicks"],"rules":[]},"B2B_CLAIMED_CONVERSION_COUNT":{"id":"claimed_conversion_count","title":{"en":"Conversions claimed by the platform","fr":"Conversions revendiquées par la plateforme"},"unit":"count","inputs":["claimed_conversions"],"rules":[]},"B2B_CPC":{"id":"cpc","title":{"en":"Cost per click (CPC)","fr":"Coût par clic (CPC)"},"unit":"money","inputs":["ad_spend","clicks"],"rules":[]},"B2B_CPM":{"id":"cpm","title":{"en":"Cost per thousand impressions (CPM)","fr":"Coût pour mille impressions (CPM)"},"unit":"money","inputs":["ad_spend","impressions"],"rules":[]},"B2B_COST_PER_SESSION":{"id":"cost_per_session","title":{"en":"Cost per session","fr":"Coût par session"},"unit":"money","inputs":["cost","sessions"],"rules":[]},"B2B_NPS":{"id":"nps","title":{"en":"Net promoter score (NPS)","fr":"Net promoter score (NPS)"},"unit":"points","inputs":["promoters","detractors","nps_answers"],"rules":[]},"B2B_CSAT":{"id":"csat","title":{"en":"Customer satisfaction (CSAT)","fr":"Satisfaction client (CSAT)"},"unit":"share","inputs":["satisfied","csat_answers"],"rules":[]}},"terms":{"gain":{"en":"Signed revenue","fr":"Chiffre d’affaires signé","minimum":null},"cost":{"en":"Direct cost","fr":"Coût direct","minimum":0},"indirect_cost":{"en":"Indirect cost","fr":"Coût indirect","minimum":0},"margin":{"en":"Gross margin","fr":"Marge brute","minimum":null},"ad_spend":{"en":"Advertising spend","fr":"Dépenses publicitaires","minimum":0},"leads":{"en":"Leads","fr":"Leads","minimum":0},"mqls":{"en":"Marketing-qualified leads (MQL)","fr":"Leads qualifiés marketing (MQL)","minimum":0},"sqls":{"en":"Sales-qualified leads (SQL)","fr":"Leads qualifiés vente (SQL)","minimum":0},"actions":{"en":"Conversions to the named action","fr":"Conversions vers l’action visée","minimum":0},"claimed_conversions":{"en":"Conversions claimed by the platform","fr":"Conversions revendiquées par la plateforme","minimum":0},"new_customers":{"en":"New customers","fr":"Nouveaux clients","minimum":0},"lagged_cost":{"en":"Direct cost, one sales cycle earlier","fr":"Coût direct, un cycle plus tôt","minimum":0},"lagged_indirect_cost":{"en":"Indirect cost, one sales cycle earlier","fr":"Coût indirect, un cycle plus tôt","minimum":0},"opportunities":{"en":"Opportunities created","fr":"Opportunités créées","minimum":0},"contacted":{"en":"People contacted","fr":"Personnes contactées","minimum":0},"meetings":{"en":"Meetings","fr":"Rendez-vous","minimum":0},"visitors":{"en":"Visitors","fr":"Visiteurs","minimum":0},"paid_after_trial":{"en":"Trials turned into paid subscriptions","fr":"Essais devenus abonnements payants","minimum":0},"trials":{"en":"Trials started","fr":"Essais démarrés","minimum":0},"soft_conversions":{"en":"Soft conversions (form, demo, webinar, trial)","fr":"Conversions douces (formulaire, démo, webinaire, essai)","minimum":0},"sessions":{"en":"Sessions","fr":"Sessions","minimum":0},"conversions":{"en":"Conversions","fr":"Conversions","minimum":0},"prospects":{"en":"People who could convert","fr":"Personnes pouvant se convertir","minimum":0},"touches":{"en":"Opens, visits, replies and downloads","fr":"Ouvertures, visites, réponses et téléchargements","minimum":0},"touched_leads":{"en":"Leads that did something","fr":"Leads actifs","minimum":0},"lead_to_customer_rate":{"en":"Lead to customer rate","fr":"Taux lead → client","minimum":0},"ltv":{"en":"Customer lifetime value (LTV)","fr":"Valeur vie client (LTV)","minimum":null},"margined_gain":{"en":"Signed revenue whose margin is known","fr":"Chiffre d’affaires dont la marge est connue","minimum":null},"won_new":{"en":"New business won","fr":"Nouvelles affaires gagnées","minimum":0},"lost_new":{"en":"New business lost","fr":"Nouvelles affaires perdues","minimum":0},"won_deals":{"en":"Won deals","fr":"Affaires gagnées","minimum":0},"lost_deals":{"en":"Lost deals","fr":"Affaires perdues","minimum":0},"won_value":{"en":"Value of won deals","fr":"Montant des affaires gagnées","minimum":0},"priced_deals":{"en":"Won deals that have an amount","fr":"Affaires gagnées avec montant","minimum":0},"pipeline":{"en":"Value of open opportunities","fr":"Montant des opportunités ouvertes","minimum":0},"open_deals":{"en":"Open opportunities","fr":"Opportunités ouvertes","minimum":0},"win_rate":{"en":"Win rate","fr":"Taux de gain","minimum":0},"average_deal":{"en":"Average deal","fr":"Affaire moyenne","minimum":0},"cycle_days":{"en":"Sales cycle in days","fr":"Cycle de vente en jours","minimum":0},"lead_cycle_median":{"en":"Median days from lead to won deal","fr":"Jours du lead à la signature (médiane)","minimum":null},"lead_cycle_mean":{"en":"Mean days from lead to won deal","fr":"Jours du lead à la signature (moyenne)","minimum":null},"deal_cycle_median":{"en":"Median days from deal creation to won","fr":"Jours de la création à la signature (médiane)","minimum":null},"deal_cycle_mean":{"en":"Mean days from deal creation to won","fr":"Jours de la création à la signature (moyenne)","minimum":null},"stage_days":{"en":"Median days in the stage","fr":"Jours passés dans l’étape (médiane)","minimum":null},"active_customers":{"en":"Active customers","fr":"Clients actifs","minimum":0},"accounts_won":{"en":"Accounts that signed","fr":"Comptes ayant signé","minimum":0},"start_customers":{"en":"Customers at the start","fr":"Clients au début","minimum":0},"end_customers":{"en":"Customers at the end","fr":"Clients à la fin","minimum":0},"customers_gained":{"en":"New customers","fr":"Nouveaux clients","minimum":0},"monthly_churn":{"en":"Churn rate of a month","fr":"Taux de résiliation d’un mois","minimum":0},"churn_rate":{"en":"Churn rate","fr":"Taux de résiliation","minimum":0},"mrr":{"en":"Monthly recurring revenue (MRR)","fr":"Revenu récurrent mensuel (MRR)","minimum":0},"cancelled_mrr":{"en":"MRR cancelled","fr":"MRR résilié","minimum":0},"expansion_mrr":{"en":"MRR added by existing customers","fr":"MRR ajouté par les clients existants","minimum":0},"start_mrr":{"en":"MRR at the start","fr":"MRR au début","minimum":0},"kept_mrr":{"en":"MRR at the end, of customers present at the start","fr":"MRR à la fin, des clients présents au début","minimum":0},"capped_mrr":{"en":"MRR kept from the start, additions left out","fr":"MRR du début conservé, hors ajouts","minimum":0},"period_years":{"en":"Years in the period","fr":"Années dans la période","minimum":0},"churn_of_period":{"en":"Churn rate of one period","fr":"Taux de résiliation d’une période","minimum":0},"average_value":{"en":"Average value of an order","fr":"Valeur moyenne d’une commande","minimum":0},"purchases_per_year":{"en":"Orders a year and customer","fr":"Commandes par an et par client","minimum":0},"years":{"en":"Years a customer stays","fr":"Années de fidélité d’un client","minimum":0},"gross_margin_rate":{"en":"Gross margin rate","fr":"Taux de marge brute","minimum":null},"revenue_of_period":{"en":"Revenue of a customer in one period","fr":"Revenu d’un client sur une période","minimum":0},"margin_of_period":{"en":"Margin of a customer in one period","fr":"Marge d’un client sur une période","minimum":null},"retention_of_period":{"en":"Retention of one period","fr":"Rétention d’une période","minimum":0},"discount_rate":{"en":"Discount rate of one period","fr":"Taux d’actualisation d’une période","minimum":0},"cac":{"en":"Customer acquisition cost (CAC)","fr":"Coût d’acquisition client (CAC)","minimum":0},"target_ratio":{"en":"LTV / CAC ratio aimed at","fr":"Ratio LTV / CAC visé","minimum":0},"monthly_margin":{"en":"Gross margin a month and customer","fr":"Marge brute par mois et par client","minimum":null},"clicks":{"en":"Clicks","fr":"Clics","minimum":0},"impressions":{"en":"Impressions","fr":"Impressions","minimum":0},"clicked_messages":{"en":"Messages clicked at least once","fr":"Messages cliqués au moins une fois","minimum":0},"messages_delivered":{"en":"Messages delivered","fr":"Messages délivrés","minimum":0},"opened_messages":{"en":"Messages opened at least once","fr":"Messages ouverts au moins une fois","minimum":0},"opens":{"en":"Opens, repeats included","fr":"Ouvertures, répétitions comprises","minimum":0},"replies":{"en":"Replies to outreach","fr":"Réponses à la prospection","minimum":0},"outreach_delivered":{"en":"Outreach messages delivered","fr":"Messages de prospection délivrés","minimum":0},"bounces":{"en":"Messages that bounced","fr":"Messages non remis (NPAI)","minimum":0},"messages_sent":{"en":"Messages sent","fr":"Messages envoyés","minimum":0},"engagements":{"en":"Clicks, shares, comments and likes","fr":"Clics, partages, commentaires et mentions J’aime","minimum":0},"social_impressions":{"en":"Impressions of posts","fr":"Impressions des publications","minimum":0},"ad_engagements":{"en":"Clicks, shares, comments and likes on ads","fr":"Clics, partages, commentaires et mentions J’aime sur les annonces","minimum":0},"engaged_sessions":{"en":"Engaged sessions","fr":"Sessions avec engagement","minimum":0},"promoters":{"en":"Promoters (9-10)","fr":"Promoteurs (9-10)","minimum":0},"detractors":{"en":"Detractors (0-6)","fr":"Détracteurs (0-6)","minimum":0},"nps_answers":{"en":"NPS answers","fr":"Réponses NPS","minimum":0},"satisfied":{"en":"Satisfied answers (4-5)","fr":"Réponses satisfaites (4-5)","minimum":0},"csat_answers":{"en":"CSAT answers","fr":"Réponses CSAT","minimum":0}},"codes":{"EMPTY":"#N/A","NOT_FOUND":"#N/A","UPSTREAM":"#N/A","AUTH":"#N/A","TYPE":"#VALUE!","AMBIGUOUS":"#VALUE!","SHAPE":"#VALUE!","CURRENCY":"#VALUE!","LIMIT":"#VALUE!","DIV0":"#DIV/0!","NUM":"#NUM!"},"hostErrors":{"#N/A":"NOT_FOUND","#NV":"NOT_FOUND","#N/D":"NOT_FOUND","#DIV/0!":"DIV0","#NUM!":"NUM","#NOMBRE!":"NUM","#ZAHL!":"NUM","#BUSY!":"UPSTREAM","#SPILL!":"UPSTREAM","#CALC!":"UPSTREAM","#GETTING_DATA":"UPSTREAM","#PROPAGATION!":"UPSTREAM"},"mostCells":1000000,"mostText":10000,"longest":64,"blanks":["","-","--","n/a","n/d","null","–","—"],"signs":["US$","CA$","A$","R$","€","$","£","₹","₽","₺","zł","kr","¥"],"currencies":"AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG","separators":{" ,":" af af_NA af_ZA agq agq_CM bas bas_CM be be_BY be_TARASK bg bg_BG blo blo_BJ br br_FR cs cs_CZ cv cv_RU dua dua_CM dyo dyo_SN en_CZ en_FI en_HU en_NO en_PT en_SE en_SK en_ZA eo eo_001 es_CR et et_EE ewo ewo_CM ff ff_BF ff_CM ff_GH ff_GM ff_GN ff_GW ff_LR ff_Latn ff_Latn_BF ff_Latn_CM ff_Latn_GH ff_Latn_GM ff_Latn_GN ff_Latn_GW ff_Latn_LR ff_Latn_MR ff_Latn_NE ff_Latn_NG ff_Latn_SL ff_Latn_SN ff_MR ff_NE ff_NG ff_SL ff_SN fi fi_FI ht ht_HT hu hu_HU hy hy_AM ie ie_EE ka ka_GE kab kab_DZ kea kea_CV kk kk_Cyrl kk_Cyrl_KZ kk_KZ ksf ksf_CM ky ky_KG lt lt_LT lv lv_LV nb nb_NO nb_SJ nmg nmg_CM nn nn_NO no nr nr_ZA pl pl_PL pt_AO pt_CH pt_CV pt_GQ pt_GW pt_LU pt_MO pt_MZ pt_PT pt_ST pt_TL ru ru_BY ru_KG ru_KZ ru_MD ru_RU ru_UA sah sah_RU se se_FI se_NO se_SE shi shi_Latn shi_Latn_MA shi_MA shi_Tfng shi_Tfng_MA sk sk_SK smn smn_FI sq sq_AL sq_MK sq_XK ss ss_SZ ss_ZA sv sv_AX sv_FI sv_SE tg tg_TJ tk tk_TM tok tok_001 ts ts_ZA tt tt_RU tzm tzm_MA uk uk_UA uz uz_Cyrl uz_Cyrl_UZ uz_Latn uz_Latn_UZ uz_UZ ve ve_ZA vec vec_IT yav yav_CM zgh zgh_MA ",".,":" ar_DZ ar_LB ar_LY ar_MA ar_MR ar_TN ast ast_ES az az_AZ az_Latn az_Latn_AZ bs bs_BA bs_Cyrl bs_Cyrl_BA bs_Latn bs_Latn_BA ca ca_AD ca_ES ca_ES_VALENCIA ca_FR ca_IT ca_VALENCIA da da_DK da_GL de de_AT de_BE de_DE de_IT de_LU dsb dsb_DE el el_CY el_GR el_POLYTON en_AT en_DE en_DK en_ES en_ID en_IT en_NL en_PL en_RO en_SI es es_AR es_BO es_CL es_CO es_EA es_EC es_ES es_GQ es_IC es_PH es_PY es_UY es_VE eu eu_ES fo fo_DK fo_FO fr_LU fy fy_NL gl gl_ES hr hr_BA hr_HR hsb hsb_DE ia ia_001 id id_ID is is_IS it it_IT it_SM it_VA jgo jgo_CM jv jv_ID kgp kgp_BR kkj kkj_CM kl kl_GL ku ku_TR lb lb_LU lij lij_IT lld lld_IT ln ln_AO ln_CD ln_CF ln_CG lo lo_LA lu lu_CD mgh mgh_MZ mk mk_MK ms_Arab_BN ms_BN ms_ID mua mua_CM nl nl_AW nl_BE nl_BQ nl_CW nl_NL nl_SR nl_SX nnh nnh_CM ps ps_AF ps_PK pt pt_BR qu_BO rn rn_BI ro ro_MD ro_RO rw rw_RW sc sc_IT seh seh_MZ sg sg_CF sl sl_SI sr sr_BA sr_Cyrl sr_Cyrl_BA sr_Cyrl_ME sr_Cyrl_RS sr_Cyrl_XK sr_Latn sr_Latn_BA sr_Latn_ME sr_Latn_RS sr_Latn_XK sr_ME sr_RS sr_XK su su_ID su_Latn su_Latn_ID sw_CD tr tr_CY tr_TR uz_AF uz_Arab uz_Arab_AF vi vi_VN wo wo_SN yrl yrl_BR yrl_CO yrl_VE ","،٫":" bgn bgn_AE bgn_AF bgn_IR bgn_OM bgn_PK ","'.":" de_CH de_LI en_CH gsw gsw_CH gsw_FR gsw_LI it_CH rm rm_CH tn tn_BW tn_ZA "," .":" dje dje_NE khq khq_ML mfe mfe_MU nso nso_ZA ses ses_ML twq twq_NE xh xh_ZA ","⹁.":" ff_Adlm ff_Adlm_BF ff_Adlm_CM ff_Adlm_GH ff_Adlm_GM ff_Adlm_GN ff_Adlm_GW ff_Adlm_LR ff_Adlm_MR ff_Adlm_NE ff_Adlm_NG ff_Adlm_SL ff_Adlm_SN ","،.":" ks ks_Arab ks_Arab_IN ks_IN nqo nqo_GN "}};
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

// Sums as Python's math.fsum makes them: exact, rounded once, so that no order of cells matters.

/** Return the sum of numbers, or null where one on the way is too large for any number. */
function exactSum(numbers) {
  const partials = [];
  for (let x of numbers) {
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    if (!Number.isFinite(x)) return null;
    if (x !== 0) partials.push(x);
  }
  return rounded(partials);
}

/** Add the partial sums, the largest first, and round half of the last bit to even. */
function rounded(partials) {
  let at = partials.length;
  if (at === 0) return 0;
  let high = partials[--at];
  let low = 0;
  while (at > 0 && low === 0) {
    const x = high;
    const y = partials[--at];
    high = x + y;
    low = y - (high - x);
  }
  if (at > 0 && low !== 0 && low < 0 === partials[at - 1] < 0) {
    const twice = low * 2;
    const next = high + twice;
    if (twice === next - high) high = next;
  }
  return high;
}

// Sentences for the person in front of the sheet, in both languages; written in the declarations.

/** Fill the placeholders of a sentence; a value that is itself a sentence keeps its language. */
function fill(text, values) {
  const told = (lang) =>
    text[lang].replace(/\{(\w+)(:g)?\}/g, (_, name, short) => {
      const value = values[name];
      if (short) return shortNumber(value);
      return String(value !== null && typeof value === "object" ? value[lang] : value);
    });
  return { en: told("en"), fr: told("fr") };
}

/** Make what a function throws to say what is wrong. */
function refused(kind, text) {
  return { kind, text };
}

/** Write a number with six digits, as Python's `:g` does. */
function shortNumber(value) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits, power] = sixDigits(Math.abs(value));
  const sign = value < 0 ? "-" : "";
  const bare = (text) => text.replace(/(\.[0-9]*?)0+$/, "$1").replace(/\.$/, "");
  if (power < -4 || power >= 6) {
    const exponent = String(Math.abs(power)).padStart(2, "0");
    const body = bare(`${digits[0]}.${digits.slice(1)}`);
    return `${sign}${body}e${power < 0 ? "-" : "+"}${exponent}`;
  }
  if (power < 0) return `${sign}${bare(`0.${"0".repeat(-power - 1)}${digits}`)}`;
  return `${sign}${bare(`${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`)}`;
}

/** Return six significant digits, half to even, and the power of ten of the first. */
function sixDigits(value) {
  const [written, exponent] = value.toExponential(99).split("e");
  const [digits, carried] = halfEven(written.replace(".", ""), 6);
  return [digits, Number(exponent) + carried];
}

/** Round a row of digits to its first `most`; 1 when a digit was carried past the first. */
function halfEven(digits, most) {
  if (digits.length <= most) return [digits, 0];
  const kept = digits.slice(0, most).split("");
  const rest = digits.slice(most);
  const half = "5".padEnd(rest.length, "0");
  if (rest < half || (rest === half && Number(kept[most - 1]) % 2 === 0)) return [kept.join(""), 0];
  let at = most - 1;
  while (at >= 0 && kept[at] === "9") kept[at--] = "0";
  if (at >= 0) {
    kept[at] = String(Number(kept[at]) + 1);
    return [kept.join(""), 0];
  }
  return [`1${kept.join("").slice(0, -1)}`, 1];
}

/** Shorten what the user typed so that it can be quoted in a sentence, on one line. */
function shown(value, most = 40) {
  const clean = Array.from(value, (c) => (c !== " " && /[\p{C}\p{Z}]/u.test(c) ? "\ufffd" : c));
  return clean.length <= most ? clean.join("") : `${clean.slice(0, most - 1).join("")}…`;
}

/** Count the characters of a text as people do, not as UTF-16 does. */
function longer(text, most) {
  if (text.length <= most) return false;
  return text.length > 2 * most || Array.from(text).length > most;
}

// Text to number: the locale decides what a comma is, and nothing is guessed.
// The twin of kpi_core/values: a test reads the same texts with both.

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACES = new RegExp(`[${SPACE}]+`, "g");
const AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;
const INVISIBLE = /[\u200b\u200e\u200f\u2060\ufeff]/g;
const LOOKALIKES = { "\u2212": "-", "\u2013": "-", "\u2019": "'", "\u066a": "%" };
// Superscripts and circled digits: digits to Unicode, though no number is written with them.
const ODD_DIGIT = new RegExp(
  "[\\u00b2\\u00b3\\u00b9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468" +
    "\\u2474-\\u247c\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788" +
    "\\u278a-\\u2792\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}]",
  "u",
);
const SCALES = { k: 3, K: 3, M: 6 };
const LARGEST_POWER = 308;
const KEPT_DIGITS = 28; // of a product or a negation, as decimal arithmetic keeps them

const MARK = `${DECLARED.signs.map((s) => s.replace(/\$/g, "\\$")).join("|")}|[A-Z]{3}`;
const MARK_BEFORE = new RegExp(`^([-+(]?)(${MARK}) ?(?=[-+0-9(.,])`);
const MARK_AFTER = new RegExp(`([0-9)kKM%-]) ?(${MARK})(\\)?)$`);

function strip(text) {
  return text.replace(AROUND, "");
}

/** Return the number that a text means in a locale; null where it says that there is none. */
function parseNumber(text, locale) {
  if (longer(text, DECLARED.longest)) throw tooLong(text);
  let body = clean(text);
  const wrapped = /^="(.*)"$/.exec(body);
  if (wrapped) body = wrapped[1];
  if (DECLARED.blanks.includes(body.toLowerCase())) return null;
  body = withoutCurrency(body.startsWith("'") ? body.slice(1) : body);
  const { rest, negative, power } = unwrapped(text, body);
  return magnitude(text, plain(text, rest, locale), negative, power);
}

/** Return text with one kind of space, minus, apostrophe and digit, and nothing invisible. */
function clean(text) {
  if (DIRECTION.test(text)) throw refused("TYPE", DECLARED.messages.HIDDEN_DIRECTION);
  const visible = strip(text.replace(INVISIBLE, "").replace(SPACES, " "));
  return oneScript(visible).replace(/[\u2212\u2013\u2019\u066a]/g, (c) => LOOKALIKES[c]);
}

function oneScript(text) {
  const zeros = new Set();
  const written = text.replace(/\p{Nd}/gu, (c) => {
    const digit = digitOf(c.codePointAt(0));
    zeros.add(c.codePointAt(0) - digit);
    return String(digit);
  });
  if (zeros.size > 1) {
    throw refused("TYPE", fill(DECLARED.messages.MIXED_DIGITS, { text: shown(text) }));
  }
  return written;
}

/** Return the value of a digit: every script has ten in a row. */
function digitOf(code) {
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/** Take off a currency's sign or code, before or after the amount. */
function withoutCurrency(text) {
  const known = (mark) => DECLARED.signs.includes(mark) || DECLARED.currencies.includes(mark);
  const before = MARK_BEFORE.exec(text);
  if (before && known(before[2])) return before[1] + text.slice(before[0].length);
  const after = MARK_AFTER.exec(text);
  if (after && known(after[2])) return text.slice(0, after.index + 1) + after[3];
  return text;
}

/** Take off the accountant's brackets, the per cent, the thousand's `k`, and the sign. */
function unwrapped(text, given) {
  let rest = given;
  let negative = false;
  let power = 0;
  if (rest.startsWith("(") && rest.endsWith(")")) {
    rest = strip(rest.slice(1, -1));
    negative = true;
  }
  const last = rest.slice(-1);
  if (rest.startsWith("%") || last === "%") {
    rest = strip(rest.startsWith("%") ? rest.slice(1) : rest.slice(0, -1));
    power = -2;
  } else if (last in SCALES && /[0-9]$/.test(strip(rest.slice(0, -1)))) {
    rest = strip(rest.slice(0, -1));
    power = SCALES[last];
  }
  if (/^[0-9].*-$/.test(rest) && !negative) {
    rest = strip(rest.slice(0, -1));
    negative = true;
  }
  if (/^[-+]/.test(rest)) {
    if (negative) throw notANumber(text);
    negative = rest[0] === "-";
    rest = rest.slice(1);
  }
  return { rest, negative, power };
}

/** Return digits with a point and perhaps an exponent, once the locale's marks are read. */
function plain(text, body, locale) {
  if (locale === null) {
    if (/^[0-9]{1,3}[.,][0-9]{3}$/.test(body)) {
      throw refused("AMBIGUOUS", fill(DECLARED.messages.TWO_READINGS, { text: shown(body) }));
    }
    if (!/^[0-9]+(?:[eE][+-]?[0-9]{1,6})?$/.test(body)) throw notANumber(text);
    return body;
  }
  const { pattern, group, mark } = marks(locale);
  if (!pattern.test(body)) throw notANumber(text);
  return body.split(group).join("").split(mark).join(".");
}

const marksOf = new Map();

/** Return how a locale writes numbers: the pattern of one, its thousands and its decimal mark. */
function marks(locale) {
  const known = marksOf.get(locale);
  if (known) return known;
  const name = strip(locale).replace(/-/g, "_");
  const [group, mark] = separators(name);
  const [g, m] = [group, mark].map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  let whole = `[0-9]{1,3}(?:${g}[0-9]{3})+|[0-9]+`;
  if (name.endsWith("_IN")) whole = `[0-9]{1,2}(?:${g}[0-9]{2})*${g}[0-9]{3}|${whole}`;
  const pattern = new RegExp(`^(?:(?:${whole})(?:${m}[0-9]*)?|${m}[0-9]+)(?:[eE][+-]?[0-9]{1,6})?$`);
  const found = { pattern, group, mark };
  marksOf.set(locale, found);
  return found;
}

function separators(name) {
  const [language, ...parts] = name.split("_");
  const cased = parts.map((p) => (p.length === 4 ? p[0].toUpperCase() + p.slice(1).toLowerCase() : p.toUpperCase()));
  const key = ` ${[language.toLowerCase(), ...cased].join("_")} `;
  const found = Object.keys(DECLARED.separators).find((pair) => DECLARED.separators[pair].includes(key));
  return found || (language === "fr" ? " ," : ",.");
}

/** Return the nearest double of a decimal, which keeps every digit as written until here. */
function magnitude(text, body, negative, power) {
  const [, whole, decimals = "", exponent = "0"] = /^([0-9]*)\.?([0-9]*)(?:[eE](.+))?$/.exec(body);
  let digits = (whole + decimals).replace(/^0+/, "");
  let scale = Number(exponent) - decimals.length + power;
  if (digits !== "" && digits.length + scale > LARGEST_POWER) {
    throw refused("NUM", fill(DECLARED.messages.TOO_LARGE, { text: shown(strip(text)) }));
  }
  if ((negative || power !== 0) && digits.length > KEPT_DIGITS) {
    const [kept, carried] = halfEven(digits, KEPT_DIGITS);
    scale += digits.length - KEPT_DIGITS + carried;
    digits = kept;
  }
  const value = Number(`${digits || "0"}e${scale}`);
  return negative && digits !== "" ? -value : value;
}

function notANumber(text) {
  return refused("TYPE", fill(DECLARED.messages.NOT_A_NUMBER, { text: shown(strip(text)) }));
}

function tooLong(text) {
  const bare = strip(text);
  if (Array.from(bare).every((c) => /\p{Nd}/u.test(c) || ODD_DIGIT.test(c)) && bare !== "") {
    return refused("NUM", fill(DECLARED.messages.TOO_LARGE, { text: shown(bare) }));
  }
  return refused("LIMIT", DECLARED.messages.TOO_LONG);
}

// What a spreadsheet passes to a function, read as numbers. The twin of addin/arguments.py.
// A cell is null, a boolean, a number, a text or {error: "#N/A"}; a range is rows of cells.

/** Return an argument as one number, null when it is missing or holds no number. */
function number(argument, locale) {
  return Array.isArray(argument) ? summed(argument, locale) : scalar(argument, locale, null);
}

function summed(cells, locale) {
  if (cells.reduce((n, row) => n + row.length, 0) > DECLARED.mostCells) {
    throw refused("LIMIT", DECLARED.messages.TOO_MANY_CELLS);
  }
  const values = [];
  cells.forEach((row, i) => {
    row.forEach((cell, j) => {
      // A boolean inside a range is skipped, as the hosts' own SUM does.
      const value = typeof cell === "boolean" ? null : scalar(cell, locale, [i + 1, j + 1]);
      if (value !== null) values.push(value);
    });
  });
  if (values.length === 0) return null;
  const sum = exactSum(values);
  if (sum === null) throw refused("NUM", DECLARED.messages.SUM_TOO_LARGE);
  return sum;
}

function scalar(value, locale, at) {
  if (value === null || value === undefined || value === "") return null;
  switch (typeof value) {
    case "number":
      return value + 0;
    case "string":
      if (value in DECLARED.hostErrors) throw hostError({ error: value }, at);
      return fromText(value, locale, at);
    case "boolean":
      throw placed(
        refused("TYPE", fill(DECLARED.messages.BOOLEAN, { text: value ? "TRUE" : "FALSE" })),
        at,
      );
    default:
      throw hostError(value, at);
  }
}

function fromText(value, locale, at) {
  if (longer(value, DECLARED.mostText)) throw refused("LIMIT", DECLARED.messages.TEXT_TOO_LONG);
  if (value.includes("\u0000")) throw refused("TYPE", DECLARED.messages.INVALID_CHARACTER);
  try {
    return parseNumber(value, locale);
  } catch (fault) {
    throw fault.kind ? placed(fault, at) : fault;
  }
}

function hostError(value, at) {
  const name = value.error;
  if (typeof name !== "string" || Object.keys(value).length > 1) {
    return refused("TYPE", DECLARED.messages.UNSUPPORTED);
  }
  const kind = DECLARED.hostErrors[name] || "TYPE";
  if (kind === "UPSTREAM") return refused(kind, DECLARED.messages.CALCULATING);
  const where = at
    ? fill(DECLARED.messages.PLACE, { row: at[0], column: at[1] })
    : DECLARED.messages.ARGUMENT;
  return refused(kind, fill(DECLARED.messages.CONTAINS, { where, name: shown(name) }));
}

function placed(fault, at) {
  if (!at) return fault;
  const why = { row: at[0], column: at[1], why: fault.text };
  return refused(fault.kind, fill(DECLARED.messages.PLACED, why));
}

/** Refuse ranges that a person meant to pair and that cannot be. */
function checkShapes(args) {
  const sizes = args
    .filter((a) => Array.isArray(a) && a.length > 0)
    .map((a) => [a.length, a.reduce((most, row) => Math.max(most, row.length), 0)]);
  const row = sizes.find(([down, across]) => down === 1 && across > 1);
  const column = sizes.find(([down, across]) => across === 1 && down > 1);
  if (row && column) {
    const values = { a: row.join("x"), b: column.join("x") };
    throw refused("SHAPE", fill(DECLARED.messages.ROW_AND_COLUMN, values));
  }
}

/** Leave out the blank rows and columns at a range's end: `A:A` is a million cells. */
function trimmed(range) {
  if (!Array.isArray(range)) return range;
  const blank = (cell) => cell === null || cell === undefined || cell === "";
  let down = range.length;
  while (down > 1 && range[down - 1].every(blank)) down -= 1;
  const rows = range.slice(0, down);
  const widths = rows.map((row) => {
    let width = row.length;
    while (width > 1 && blank(row[width - 1])) width -= 1;
    return width;
  });
  const across = widths.reduce((most, width) => Math.max(most, width), 1);
  return rows.map((row) => (row.length > across ? row.slice(0, across) : row));
}

// One call of a function that computes with no network. The twin of addin/functions.py.

/**
 * Compute a function on the arguments of a cell.
 *
 * Returns {v: number}, or {e: kind, code, message} with the words of the reader's language.
 */
function compute(fn, args, lang, locale) {
  const name = fn.toUpperCase();
  try {
    return { v: computed(name, DECLARED.functions[name], args, locale) };
  } catch (fault) {
    if (!fault.kind) throw fault;
    return { e: fault.kind, code: DECLARED.codes[fault.kind], message: fault.text[lang] };
  }
}

function computed(name, kpi, args, locale) {
  const given = inputs(name, kpi, args, locale);
  const found = FORMULAS[name](...given);
  if (found.e === undefined) return found.v;
  throw refused(found.e, because(kpi, given, found));
}

/** Return the numbers that a formula takes, null for one that is not given. */
function inputs(name, kpi, args, locale) {
  if (args.length > kpi.inputs.length) {
    const titles = kpi.inputs.map((input) => DECLARED.terms[input]);
    const between = DECLARED.messages.BETWEEN_NAMES;
    const names = {
      en: titles.map((title) => title.en).join(between.en),
      fr: titles.map((title) => title.fr).join(between.fr),
    };
    const values = { fn: name, n: kpi.inputs.length, names };
    throw refused("SHAPE", fill(DECLARED.messages.TOO_MANY_ARGUMENTS, values));
  }
  checkShapes(args);
  const numbers = args.map((argument) => number(argument, locale));
  args.forEach((argument, i) => {
    if (numbers[i] === null && Array.isArray(argument)) throw noNumbers(argument);
  });
  return numbers;
}

function noNumbers(range) {
  const { EMPTY_RANGE, NO_NUMBERS } = DECLARED.messages;
  return refused("EMPTY", range.some((row) => row.length > 0) ? NO_NUMBERS : EMPTY_RANGE);
}

/** Say in words why a formula has no value. */
function because(kpi, given, { e, at, rule }) {
  const { messages, terms } = DECLARED;
  if (rule !== undefined) return kpi.rules[rule];
  const what = at === null ? messages.THE_BASE : terms[at];
  if (e === "EMPTY") return fill(messages.FILL_IN, { what });
  if (e === "DIV0") return fill(messages.ZERO_BASE, { what, kpi: kpi.title });
  if (at === null) return messages.RESULT_TOO_LARGE;
  const value = given[kpi.inputs.indexOf(at)];
  if (!Number.isFinite(value)) return fill(messages.INPUT_TOO_LARGE, { what });
  const least = what.minimum;
  return fill(least === 0 ? messages.NEGATIVE : messages.BENEATH, { what, value, least });
}

/**
 * Return the calls that a formula over the data stands for when its arguments are ranges: one a
 * cell of the result. A row against a column makes a table, as the hosts' own arithmetic does.
 */
function spread(args) {
  const ranges = args.map((a) => (Array.isArray(a) && a.length > 0 ? a : [[a]]));
  const down = ranges.reduce((most, rows) => Math.max(most, rows.length), 1);
  const across = ranges.reduce((most, rows) => Math.max(most, rows[0].length), 1);
  const along = (list, i) => (list.length === 1 ? list[0] : list[i]);
  const calls = [];
  for (let i = 0; i < down; i += 1) {
    for (let j = 0; j < across; j += 1) {
      calls.push(ranges.map((rows) => {
        const row = along(rows, i);
        const cell = row === undefined ? undefined : along(row, j);
        return cell === undefined ? null : cell;
      }));
    }
  }
  return { down, across, calls };
}

return { compute, trimmed, spread, parseNumber, exactSum, fill, declared: DECLARED };
})();
(() => {
"use strict";
const OFFICE = {"messages":{"UNANSWERED":{"en":"The server at {address} does not answer: check that it runs, then click Refresh.","fr":"Le serveur {address} ne répond pas : vérifiez qu’il fonctionne, puis cliquez sur Actualiser."},"REFUSED":{"en":"The server at {address} answered {status}: ask whoever runs it.","fr":"Le serveur {address} a répondu {status} : voyez avec la personne qui s’en occupe."},"TOO_LONG":{"en":"The arguments hold more than a million characters: give fewer cells at once.","fr":"Les arguments dépassent un million de caractères : donnez moins de cellules à la fois."}},"formats":{"money":{"en":"{c}#,##0.00","fr":"#,##0.00 {c}"},"money_per_month":{"en":"{c}#,##0.00\"/month\"","fr":"#,##0.00 {c}\"/mois\""},"money_per_day":{"en":"{c}#,##0.00\"/day\"","fr":"#,##0.00 {c}\"/jour\""},"share":{"en":"0.0%","fr":"0.0\" \"%"},"multiple":{"en":"#,##0.0#\"×\"","fr":"#,##0.0#\" ×\""},"count":{"en":"#,##0","fr":"#,##0"},"days":{"en":"#,##0.0#\" days\"","fr":"#,##0.0#\" jours\""},"months":{"en":"#,##0.0#\" months\"","fr":"#,##0.0#\" mois\""},"years":{"en":"#,##0.0#\" years\"","fr":"#,##0.0#\" ans\""},"points":{"en":"#,##0.0#\" points\"","fr":"#,##0.0#\" points\""},"per_lead":{"en":"#,##0.0#\" per lead\"","fr":"#,##0.0#\" par lead\""}},"signatures":{"B2B_KPI":{"parameters":3,"repeats":true,"gives":"number","local":false},"B2B_TABLE":{"parameters":4,"repeats":true,"gives":"table","local":false},"B2B_TREND":{"parameters":4,"repeats":true,"gives":"table","local":false},"B2B_INTERVAL":{"parameters":3,"repeats":true,"gives":"table","local":false},"B2B_TARGET":{"parameters":3,"repeats":true,"gives":"table","local":false},"B2B_EXPLAIN":{"parameters":3,"repeats":true,"gives":"text","local":false},"B2B_ASK":{"parameters":1,"repeats":false,"gives":"table","local":false},"B2B_COHORTS":{"parameters":4,"repeats":true,"gives":"table","local":false},"B2B_FORECAST":{"parameters":4,"repeats":true,"gives":"table","local":false},"B2B_ANOMALIES":{"parameters":3,"repeats":true,"gives":"table","local":false},"B2B_PATHS":{"parameters":4,"repeats":true,"gives":"table","local":false},"B2B_CONTENTS":{"parameters":3,"repeats":true,"gives":"table","local":false},"B2B_FUNNEL":{"parameters":2,"repeats":true,"gives":"table","local":false},"B2B_LIFETIME":{"parameters":3,"repeats":true,"gives":"table","local":false},"B2B_HOT_LEADS":{"parameters":2,"repeats":true,"gives":"table","local":false},"B2B_COSTS":{"parameters":2,"repeats":true,"gives":"table","local":false},"B2B_COMPARE":{"parameters":4,"repeats":true,"gives":"table","local":false},"B2B_AB_TEST":{"parameters":5,"repeats":true,"gives":"table","local":false},"B2B_AB_TEST_MEANS":{"parameters":7,"repeats":true,"gives":"table","local":false},"B2B_SAMPLE_SIZE":{"parameters":4,"repeats":false,"gives":"number","local":false},"B2B_ROI":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_ROI_MARGIN":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_ROI_MEDIA":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_ROAS":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CPL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_COST_PER_MQL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_COST_PER_SQL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CPA":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CPA_CLAIMED":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CAC":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_CAC_DIRECT":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CAC_PAID":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CAC_LAGGED":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_TOTAL_COST":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_DIRECT_COST":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_ADVERTISING_SPEND":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_INDIRECT_COSTS":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_INDIRECT_SHARE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_DIRECT_SHARE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LEAD_VOLUME":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_MQL_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_SQL_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_OPPORTUNITY_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_NEW_CUSTOMER_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CONTACT_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_MEETING_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_VISITOR_TO_LEAD":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_VISITOR_TO_MQL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_VISITOR_TO_SQL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_VISITOR_TO_OPPORTUNITY":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_VISITOR_TO_CUSTOMER":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LEAD_TO_MQL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LEAD_TO_SQL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LEAD_TO_OPPORTUNITY":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LEAD_TO_CUSTOMER":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_MQL_TO_SQL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_MQL_TO_OPPORTUNITY":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_MQL_TO_CUSTOMER":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_SQL_TO_OPPORTUNITY":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_SQL_TO_CUSTOMER":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_OPPORTUNITY_TO_CUSTOMER":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CONTACTED_TO_MEETING":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CONTACTED_TO_LEAD":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_TRIAL_TO_PAID":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_SOFT_CONVERSION_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_HARD_CONVERSION_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CONVERSION_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_REVENUE_PER_LEAD":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LEAD_ENGAGEMENT":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LEAD_VALUE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_REVENUE":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_GROSS_PROFIT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_GROSS_MARGIN_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_WIN_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_WON_DEAL_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_LOST_DEAL_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_AVERAGE_DEAL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_PIPELINE_VALUE":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_OPEN_DEAL_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_PIPELINE_VELOCITY":{"parameters":4,"repeats":false,"gives":"number","local":true},"B2B_SALES_CYCLE":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CYCLE_MEAN":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CYCLE_DEAL":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CYCLE_DEAL_MEAN":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_TIME_IN_STAGE":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CUSTOMER_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_ACCOUNTS_SIGNED":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CHURN_RATE":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_RETENTION_RATE":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_ANNUAL_CHURN":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_ANNUAL_RETENTION":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_MRR":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_ARR":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_ARPA":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_NET_MRR_CHURN":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_NET_REVENUE_RETENTION":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_GROSS_REVENUE_RETENTION":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CUSTOMER_LIFETIME":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LIFETIME_IN_PERIODS":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_PURCHASE_FREQUENCY":{"parameters":4,"repeats":false,"gives":"number","local":true},"B2B_LTV":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_LTV_MARGIN":{"parameters":4,"repeats":false,"gives":"number","local":true},"B2B_LTV_FROM_CHURN":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CLV_DISCOUNTED":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_LTV_RETENTION":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_LTV_CAC":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_MAX_CAC":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CAC_PAYBACK":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_MONTHLY_MARGIN_PER_CUSTOMER":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_ANNUAL_MARGIN_PER_CUSTOMER":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_CTR":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CTR_EMAIL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CTOR":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_OPEN_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_OPEN_RATE_TOTAL":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_REPLY_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_EMAIL_BOUNCE_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_ENGAGEMENT_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_ENGAGEMENT_ADS":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_ENGAGEMENT_SITE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_SITE_BOUNCE_RATE":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_TRAFFIC":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_IMPRESSION_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CLICK_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CLAIMED_CONVERSION_COUNT":{"parameters":1,"repeats":false,"gives":"number","local":true},"B2B_CPC":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_CPM":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_COST_PER_SESSION":{"parameters":2,"repeats":false,"gives":"number","local":true},"B2B_NPS":{"parameters":3,"repeats":false,"gives":"number","local":true},"B2B_CSAT":{"parameters":2,"repeats":false,"gives":"number","local":true}}};
// Between Excel and the functions: what a cell passes, and what a cell shows.

/** Return one value of Excel as the functions read cells. */
function cellOf(value) {
  if (value === null || value === undefined || typeof value !== "object") {
    return value === undefined ? null : value;
  }
  // An error comes as CustomFunctions.Error, or as a data type with its word as basic value.
  if (value instanceof CustomFunctions.Error || value.type === "Error") {
    return { error: String(value.basicValue || value.code) };
  }
  const plain = ["Double", "FormattedNumber", "String", "Boolean", "Empty"];
  if (plain.includes(value.type)) return cellOf(value.basicValue);
  return { type: String(value.type), unsupported: true };
}

/** Return an argument: a range without its blank end, and a range of one cell as that cell. */
function argumentOf(value) {
  if (!Array.isArray(value)) return cellOf(value);
  const rows = B2B_CORE.trimmed(value.map((row) => (Array.isArray(row) ? row : [row]).map(cellOf)));
  // A column of which one cell is filled is still a column: its errors say where they stand.
  const alone = value.length === 1 && (!Array.isArray(value[0]) || value[0].length === 1);
  return alone ? rows[0][0] : rows;
}

/** Return the arguments of a call: a repeated one comes as a list, then Excel's word on the call. */
function argumentsOf(given, { parameters, repeats }) {
  // What is left out may come as null, or not come: the word on the call is then found earlier.
  const last = given[given.length - 1];
  const onCall = last && typeof last === "object" && !Array.isArray(last) && !("type" in last);
  const args = (onCall ? given.slice(0, -1) : given).slice(0, parameters);
  const repeated = repeats && args.length === parameters ? args.pop() : [];
  const all = [...args, ...(Array.isArray(repeated) ? repeated : [])].map(argumentOf);
  while (all.length > 0 && all[all.length - 1] === null) all.pop();
  return all;
}

const ERROR_CODES = {
  "#N/A": "notAvailable",
  "#VALUE!": "invalidValue",
  "#DIV/0!": "divisionByZero",
  "#NUM!": "invalidNumber",
};

/** Return what makes a cell show an error; Excel shows the words with #VALUE! and #N/A only. */
function shownError({ code, message }) {
  const name = ERROR_CODES[code] || "invalidValue";
  return new CustomFunctions.Error(CustomFunctions.ErrorCode[name], message);
}

function supports(set, version) {
  const requirements =
    typeof Office === "object" && Office.context && Office.context.requirements;
  return Boolean(requirements && requirements.isSetSupported(set, version));
}

/** Return a number with the format of its unit, where this Excel knows how to show one. */
function formatted(value, unit) {
  if (typeof value !== "number" || !unit || !reader.formats) return value;
  const format = unit === "count" && !Number.isInteger(value) ? "#,##0.00" : formatOf(unit);
  return { type: "Double", basicValue: value, numberFormat: format };
}

function formatOf(unit) {
  const format = OFFICE.formats[unit][reader.lang];
  if (!format.includes("{c}")) return format;
  return reader.currency ? format.replace("{c}", `[$${symbol()}]`) : format.replace(/\s*\{c\}/, "");
}

const symbols = new Map();

/** Return the workspace's currency as the reader writes it; found once, since that is slow. */
function symbol() {
  const key = `${reader.locale} ${reader.currency}`;
  if (!symbols.has(key)) {
    const style = { style: "currency", currency: reader.currency, currencyDisplay: "narrowSymbol" };
    const parts = new Intl.NumberFormat(reader.locale, style).formatToParts(1);
    symbols.set(key, parts.find((part) => part.type === "currency").value);
  }
  return symbols.get(key);
}

/** Return a table as Excel spills it: each column in its unit, nothing where there is no value. */
function table(rows, units) {
  return rows.map((row) => row.map((cell, j) => (cell === null ? "" : formatted(cell, units[j]))));
}

// Questions to the server: gathered for a moment, asked once each, many in one request. Each ends
// in an answer or in words before its deadline, so that no cell stays busy.

const LIMITS = {
  gather: 20, // ms that a first question waits for others
  questions: 2000, // in one request
  bytes: 1000000, // in one request; the server refuses four times as many
  longestQuestion: 1000000, // characters; four bytes each at most
  requests: 4, // at once
  patience: 30000, // ms until a cell says that the server does not answer
  request: 12000, // ms that one request may take
  meeting: 2000, // ms that a first answer waits to know the workspace's currency
  pause: 250, // ms before a second try, twice as many before each further one
  longest: 8000,
  probe: 2000, // ms before the first look whether a server is back, then ever longer
  splits: 200, // of one request, to find which question the server cannot take
  kept: 200000, // cells of answers remembered
};

const AGAIN = new Set([408, 425, 429, 502, 503, 504]);
const BLAMED_ON_ONE = new Set([400, 413, 422, 500]);

const answers = new Map(); // question -> answer; in the order of their last use
let weight = 0;
let version = null; // of the data that the answers are about
const pending = new Map(); // question -> its entry, until it is settled
let gathered = [];
let timer = null;
let running = 0;
const turns = [];

/** Ask the server; the promise is of {value, unit} or {error: {kind, code, message}}, never rejected. */
function ask(fn, args) {
  const question = JSON.stringify([fn, args]);
  const known = pending.get(question);
  if (known) return known.promise;
  if (question.length > LIMITS.longestQuestion) return Promise.resolve({ error: tooLong() });
  const entry = { question, fn, args, until: Date.now() + LIMITS.patience };
  entry.promise = new Promise((resolve) => {
    entry.settle = (answer) => {
      if (pending.get(question) === entry) pending.delete(question);
      resolve(answer);
    };
  });
  pending.set(question, entry);
  gathered.push(entry);
  if (timer === null) timer = setTimeout(flush, LIMITS.gather);
  return entry.promise;
}

/** Say so before the server does: it stops reading such a body, which looks like a broken line. */
function tooLong() {
  const message = OFFICE.messages.TOO_LONG[reader.lang];
  return { kind: "LIMIT", code: B2B_CORE.declared.codes.LIMIT, message };
}

function flush() {
  timer = null;
  const entries = gathered;
  gathered = [];
  // The last word, whatever happens to the requests.
  const until = Math.max(...entries.map((entry) => entry.until));
  const last = setTimeout(() => unanswered(entries), Math.max(0, until - Date.now()));
  answered(entries).catch(() => unanswered(entries)).then(() => clearTimeout(last));
}

async function answered(entries) {
  const known = entries.filter((entry) => answers.has(entry.question));
  // Nothing asked, the server only tells the version of its data: without it, all is asked again.
  const sure = known.length > 0 && (await post([], Date.now() + LIMITS.request).catch(() => ({})));
  const unknown = [];
  for (const entry of entries) {
    const answer = sure && sure.results && remembered(entry.question);
    if (answer) entry.settle(answer);
    else unknown.push(entry);
  }
  await Promise.all(batches(unknown).map((batch) => deliver(batch, 0, { left: LIMITS.splits })));
}

function batches(entries) {
  const found = [];
  let bytes = Infinity;
  for (const entry of entries) {
    const last = found[found.length - 1];
    bytes += 4 * entry.question.length;
    if (!last || last.length >= LIMITS.questions || bytes > LIMITS.bytes) {
      found.push([entry]);
      bytes = 4 * entry.question.length;
    } else {
      last.push(entry);
    }
  }
  return found;
}

/** Ask one request until it is answered, in ever longer pauses, or time is up. */
async function deliver(entries, tries, splits) {
  const until = Math.min(...entries.map((entry) => entry.until));
  await turn();
  let outcome;
  try {
    outcome = await post(entries, until);
  } catch (fault) {
    outcome = { status: 0, after: 0 };
  } finally {
    finished();
  }
  if (outcome.results) return settle(entries, outcome.results);
  if (BLAMED_ON_ONE.has(outcome.status) && entries.length > 1 && splits.left > 0) {
    splits.left -= 1;
    return halves(entries, tries, splits);
  }
  if (outcome.status !== 0 && !AGAIN.has(outcome.status)) return refuse(entries, outcome);
  const most = Math.min(LIMITS.longest, LIMITS.pause * 2 ** tries);
  const pause = outcome.after + Math.random() * most;
  if (Date.now() + pause >= until) return unanswered(entries, outcome);
  await new Promise((resolve) => setTimeout(resolve, pause));
  return deliver(entries, tries + 1, splits);
}

/** One question that the server cannot take never fails its neighbours. */
function halves(entries, tries, splits) {
  const half = Math.ceil(entries.length / 2);
  return Promise.all([
    deliver(entries.slice(0, half), tries, splits),
    deliver(entries.slice(half), tries, splits),
  ]);
}

async function turn() {
  if (running >= LIMITS.requests) await new Promise((resolve) => turns.push(resolve));
  running += 1;
}

function finished() {
  running -= 1;
  const next = turns.shift();
  if (next) next();
}

async function post(entries, until) {
  const stop = new AbortController();
  const most = Math.max(1, Math.min(LIMITS.request, until - Date.now()));
  const late = setTimeout(() => stop.abort(), most);
  try {
    const headers = { accept: "application/json", "content-type": "application/json", "accept-language": reader.lang };
    const key = await reader.credential();
    if (key) headers.authorization = `Bearer ${key.replace(/[^\x20-\x7e]/g, "?")}`;
    const calls = callsOf(entries);
    const body = JSON.stringify({ lang: reader.lang, locale: reader.locale, calls });
    const request = { method: "POST", headers, body, signal: stop.signal, cache: "no-store" };
    const response = await fetch(`${reader.address}/v1/cells`, request);
    const text = await response.text();
    if (response.status !== 200) return refused(response, text);
    return read(entries, calls, JSON.parse(text));
  } finally {
    clearTimeout(late);
  }
}

/** Put the questions for one function together, as the server takes them. */
function callsOf(entries) {
  const calls = new Map();
  for (const { fn, args } of entries) {
    if (!calls.has(fn)) calls.set(fn, { fn, rows: [] });
    calls.get(fn).rows.push(args);
  }
  return [...calls.values()];
}

/** Return the answers in the order of the questions; half an answer is none. */
function read(entries, calls, body) {
  const answersOf = new Map();
  if (body.results.length !== calls.length) throw new Error("half an answer");
  calls.forEach(({ fn, rows }, i) => {
    const { values, errors, units } = body.results[i];
    if (values.length !== rows.length) throw new Error("half an answer");
    answersOf.set(fn, values.map((value, j) => (errors[j] ? { error: errors[j] } : { value, unit: (units || [])[j] })));
  });
  remember(body.version);
  const next = new Map();
  const results = entries.map(({ fn }) => {
    const at = next.get(fn) || 0;
    next.set(fn, at + 1);
    return answersOf.get(fn)[at];
  });
  return { results, version: body.version };
}

function refused(response, text) {
  const after = Number(response.headers.get("retry-after"));
  let problem = {};
  try {
    problem = JSON.parse(text) || {};
  } catch (fault) {
    problem = {}; // a proxy's page
  }
  return {
    status: response.status,
    after: Number.isFinite(after) ? Math.max(0, after) * 1000 : 0,
    kind: problem.kind || null,
    message: problem.message ? problem.message[reader.lang] : null,
  };
}

function settle(entries, results) {
  entries.forEach((entry, i) => {
    const answer = results[i];
    const passing = answer.error && ["UPSTREAM", "AUTH"].includes(answer.error.kind);
    if (!passing) keep(entry.question, answer);
    entry.settle(answer);
  });
}

/** Say what the server refuses; signing in, or a setting, makes it answer. */
function refuse(entries, { status, kind, message }) {
  const found = kind || (status === 401 || status === 403 ? "AUTH" : "UPSTREAM");
  const words = message || B2B_CORE.fill(OFFICE.messages.REFUSED, { address: reader.address, status })[reader.lang];
  const error = { kind: found, code: B2B_CORE.declared.codes[found], message: words };
  for (const entry of entries) entry.settle({ error });
  reader.failed(found);
}

function unanswered(entries, outcome) {
  const left = entries.filter((entry) => pending.get(entry.question) === entry);
  if (left.length === 0) return;
  refuse(left, {
    kind: "UPSTREAM",
    message: (outcome && outcome.message) || B2B_CORE.fill(OFFICE.messages.UNANSWERED, { address: reader.address })[reader.lang],
  });
}

function remember(current) {
  if (current === version && current !== undefined) return;
  forget();
  version = current;
}

function forget() {
  answers.clear();
  weight = 0;
  version = null;
}

const weightOf = ({ value }) => (Array.isArray(value) ? value.length * value[0].length : 1);

function keep(question, answer) {
  if (version === null || version === undefined) return;
  drop(question);
  answers.set(question, answer);
  weight += weightOf(answer);
  while (weight > LIMITS.kept) drop(answers.keys().next().value);
}

function drop(question) {
  const answer = answers.get(question);
  if (answer) weight -= weightOf(answer);
  answers.delete(question);
}

function remembered(question) {
  const answer = answers.get(question);
  if (answer) keep(question, answer);
  return answer;
}

// The functions as Excel calls them, and what the pane and the ribbon do with them.

// How the person reads, and where the server is.
const reader = {
  lang: "en",
  locale: "en-US",
  currency: null,
  formats: false,
  address: location.origin,
  credential: async () => stored("kpi-key"),
  failed: (kind) => {
    if (kind === "UPSTREAM") probe(1);
  },
};

/** Learn what this Excel is: its languages, and whether it shows numbers with their format. */
function meet() {
  forget(); // answers hold words in the language that was
  const context = (typeof Office === "object" && Office.context) || {};
  reader.lang = (context.displayLanguage || "en").toLowerCase().startsWith("fr") ? "fr" : "en";
  reader.locale = context.contentLanguage || context.displayLanguage || "en-US";
  reader.formats = supports("CustomFunctionsRuntime", "1.4");
}

function stored(name) {
  try {
    return sessionStorage.getItem(name);
  } catch (fault) {
    return null; // storage is closed to this page
  }
}

/** Learn how the workspace writes money; without it a format says no currency. */
async function meetWorkspace() {
  try {
    const key = await reader.credential();
    const headers = key ? { authorization: `Bearer ${key}` } : {};
    const response = await fetch(`${reader.address}/v1/about`, { headers });
    if (response.ok) reader.currency = (await response.json()).currency;
  } catch (fault) {
    reader.currency = null;
  }
}

/** Wait a little for the workspace's currency: a first sheet would show amounts without it. */
function meetSoon() {
  return Promise.race([meetWorkspace(), new Promise((resolve) => setTimeout(resolve, LIMITS.meeting))]);
}

function local(name, signature) {
  const { unit } = B2B_CORE.declared.functions[name];
  return (...given) => {
    const found = B2B_CORE.compute(name, argumentsOf(given, signature), reader.lang, reader.locale);
    if (found.e) throw shownError(found);
    return formatted(found.v, unit);
  };
}

function remote(name, { gives, ...signature }) {
  return async (...given) => {
    const args = argumentsOf(given, signature);
    if (gives === "table") {
      const answer = await ask(name, args);
      await meeting;
      return spilled(answer);
    }
    const { across, calls } = B2B_CORE.spread(args);
    const found = await Promise.all(calls.map((call) => ask(name, call)));
    await meeting;
    if (found.length === 1 && found[0].error) throw shownError(found[0].error);
    const cells = found.map(({ value, unit, error }) => {
      if (error) return shownError(error);
      return value === null ? "" : formatted(value, unit);
    });
    const rows = [];
    for (let i = 0; i < cells.length; i += across) rows.push(cells.slice(i, i + across));
    return rows;
  };
}

function spilled({ value, unit, error }) {
  if (error) throw shownError(error);
  // A question in words may have one answer.
  return Array.isArray(value) ? table(value, unit) : [[formatted(value, unit)]];
}

/** Ask everything again, as Ctrl+Alt+F9 does. */
async function refresh() {
  forget();
  meeting = meetSoon();
  await meeting;
  if (typeof Excel !== "object") return;
  await Excel.run(async (context) => {
    context.workbook.application.calculate(Excel.CalculationType.full);
    await context.sync();
  });
}

let scheduled = null;

/** Refresh every so many minutes; 0 stops. */
function every(minutes) {
  clearInterval(scheduled);
  scheduled = minutes > 0 ? setInterval(refresh, minutes * 60000) : null;
}

let probing = false;

/** Once the server failed, look now and then whether it is back, then refresh what it failed. */
async function probe(tries) {
  if (probing && tries === 1) return;
  probing = true;
  const pause = Math.min(60000, LIMITS.probe * 2 ** tries) * (0.5 + Math.random());
  await new Promise((resolve) => setTimeout(resolve, pause));
  const found = await post([], Date.now() + LIMITS.request).catch(() => null);
  if (found && found.results) {
    probing = false;
    await B2B.refresh();
  } else {
    await probe(tries + 1);
  }
}

const B2B = { refresh, every, reader, limits: LIMITS };
(typeof window === "object" ? window : globalThis).B2B = B2B;

for (const [name, signature] of Object.entries(OFFICE.signatures)) {
  CustomFunctions.associate(name, signature.local ? local(name, signature) : remote(name, signature));
}

meet();
let meeting = meetSoon();
if (typeof Office === "object" && Office.onReady) {
  Office.onReady(() => {
    meet();
    // The ribbon's button.
    if (Office.actions) {
      Office.actions.associate("B2B_REFRESH", (event) => refresh().then(() => event.completed()));
    }
  });
}
})();
