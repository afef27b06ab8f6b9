"""What goes to a commercial vendor and comes back: each subject stands in a batch under a token that says nothing."""
