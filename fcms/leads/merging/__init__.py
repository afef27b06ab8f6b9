"""What becomes of leads when their subjects are merged or separated again."""
