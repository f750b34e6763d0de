void stop(void) {
    close(done);
    close(done); /* again */
}
