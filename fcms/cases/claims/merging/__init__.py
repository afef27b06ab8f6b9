"""What becomes of claims and clearances when their subjects are merged or separated again."""
