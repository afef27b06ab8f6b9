"""Does the backlog of every month and office balance, and do the steps add up to what the cases say?"""
