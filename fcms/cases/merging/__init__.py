"""What becomes of cases when their subjects are merged or separated again."""
