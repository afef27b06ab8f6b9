"""The frame of every page: templates, components, forms, middleware, errors."""
