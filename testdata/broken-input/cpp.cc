int f() { return new int; }
