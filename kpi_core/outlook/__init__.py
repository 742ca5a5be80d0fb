"""What comes next if things go on as they did, and what did not: forecasts and anomalies.

Nothing here reads data: a series is numbers in the order of time, one a day, week or month.
Forecasts are exponential smoothing, judged against the naive ones on what was held out.
"""
