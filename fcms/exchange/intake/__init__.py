"""What every kind of extract shares: reading, checking, staging, deciding, applying."""
