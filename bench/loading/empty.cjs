// Nothing to load: what a preload takes anyway.
