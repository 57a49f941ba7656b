"""The staff door: records, activities, indicators, editions, people and roles, the journal."""
