"""What a client sees over HTTP: a package for each kind of address, over one service of the engine."""
