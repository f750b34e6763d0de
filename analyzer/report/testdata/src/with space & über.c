static void take(queue *q) {
	const char *name = "größe 漢字 😀"; lock(&q->mutex); put(q, name);
	wait(&q->ready);	/* tab before, tab after */
}
