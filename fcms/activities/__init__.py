"""What a team did: activities and arrests."""
