"""SLA: a watch on every ticket says when a reply, a solution or an answer is late, once each."""
