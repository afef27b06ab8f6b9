"""Who may be acted on although 8 USC 1367 protects the person: what is allowed, by whom and until when."""
