"""How every process is reached by HTTP: one kind of app, one door, one way of paging."""
