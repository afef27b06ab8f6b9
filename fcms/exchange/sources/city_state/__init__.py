"""The City State product of the Postal Service: which city, county and state each ZIP code has, month by month."""
