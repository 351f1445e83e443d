"""From mentions to people and organisations: normalise, block, compare by ordered levels, cluster."""
