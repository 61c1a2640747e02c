"""The window: everything the user sees. The only layer, with the entry points, that knows Qt."""
