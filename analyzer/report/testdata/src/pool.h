#define SUBMIT(job) channel_send(jobs, (job))
