package com.example;

import dev.netproof.engine.ConnectivityMatrices;

/** What the network of the shop lets through, and what not: each edge of the matrix is a test. */
@ConnectivityMatrices(value = "matrices", tags = "network")
class NetworkTest {}
