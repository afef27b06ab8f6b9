"""The ZIP directory on the screen: what a load would change, what is in force, what stored addresses have otherwise."""
