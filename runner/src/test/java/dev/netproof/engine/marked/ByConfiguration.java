package dev.netproof.engine.marked;

import dev.netproof.engine.ConnectivityMatrices;

@ConnectivityMatrices
public class ByConfiguration {}
