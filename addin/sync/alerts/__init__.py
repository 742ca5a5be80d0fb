"""What somebody wants to be told of, once when it begins and once when it ends.

rules, reading, words       what is watched: kept, read from a phrase, said back
finding                     what a rule finds in the workspace now
destinations, sending       where it is told: e-mail, Slack, Teams
telling                     to whom, and no more than once
"""
