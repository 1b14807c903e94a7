"""What several kinds of tests share: real servers, the real product as processes, receivers, waiting."""
