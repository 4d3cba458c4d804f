package dev.netproof.engine.marked;

import dev.netproof.engine.ConnectivityMatrices;

@ConnectivityMatrices(value = "src/test/resources/engine/shop.yaml", tags = "network")
public class ByValue {}
