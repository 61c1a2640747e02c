"""The tabs of the window: one module, one page; what is large has modules of its own named after the page."""
