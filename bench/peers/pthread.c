/*
 * The C peer of the lock benchmarks: glibc's pthread mutex, plain and adaptive.
 *
 *   pthread uncontended ROUNDS MS                      -> ns per lock+unlock: plain adaptive, a line a round
 *   pthread contended plain|adaptive THREADS NS MS     -> seconds, then each thread's acquisitions
 *
 * A second thread lives throughout: with one alone glibc leaves the atomic operations out.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define THREADS_MOST 64
#define BATCH 20000
#define BATCHES_MOST 4096
#define CALIBRATION_LOOPS 200000
#define CALIBRATION_PASSES 15

static pthread_mutex_t mutex __attribute__((aligned(128)));
static _Alignas(128) long counter;
static _Alignas(128) atomic_int stop;
static pthread_barrier_t start;
static long loops;
static struct { _Alignas(128) long count; } counts[THREADS_MOST];

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static __attribute__((noinline)) uint32_t work(long n, uint32_t x)
{
	for (long i = 0; i < n; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
	}
	return x;
}

static double ns_per_loop(void)
{
	double least = 1e9;
	volatile uint32_t x = 1;
	for (int pass = 0; pass < CALIBRATION_PASSES; pass++) {
		double since = now();
		x = work(CALIBRATION_LOOPS, x);
		double took = now() - since;
		if (took < least)
			least = took;
	}
	return least * 1e9 / CALIBRATION_LOOPS;
}

static void init_mutex(int adaptive)
{
	pthread_mutexattr_t attr;
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, adaptive ? PTHREAD_MUTEX_ADAPTIVE_NP : PTHREAD_MUTEX_NORMAL);
	pthread_mutex_init(&mutex, &attr);
}

static void *contend(void *arg)
{
	long id = (long)arg, count = 0;
	volatile uint32_t x = id + 1;
	pthread_barrier_wait(&start);
	while (!atomic_load_explicit(&stop, memory_order_relaxed)) {
		pthread_mutex_lock(&mutex);
		x = work(loops, x);
		counter++;
		pthread_mutex_unlock(&mutex);
		x = work(loops, x);
		count++;
	}
	counts[id].count = count;
	return NULL;
}

static int contended(int adaptive, int threads, double work_ns, double ms)
{
	pthread_t thread[THREADS_MOST];
	struct timespec window = { (time_t)(ms / 1000), (long)((ms - 1000 * (time_t)(ms / 1000)) * 1e6) };
	if (threads < 1 || threads > THREADS_MOST)
		return 2;
	init_mutex(adaptive);
	loops = (long)(work_ns / ns_per_loop() + 0.5);
	pthread_barrier_init(&start, NULL, threads + 1);
	for (long i = 0; i < threads; i++)
		pthread_create(&thread[i], NULL, contend, (void *)i);
	pthread_barrier_wait(&start);
	double since = now();
	nanosleep(&window, NULL);
	atomic_store(&stop, 1);
	double seconds = now() - since;
	long sum = 0;
	for (int i = 0; i < threads; i++) {
		pthread_join(thread[i], NULL);
		sum += counts[i].count;
	}
	if (sum != counter)
		return 3;
	printf("%.9f", seconds);
	for (int i = 0; i < threads; i++)
		printf(" %ld", counts[i].count);
	printf("\n");
	return 0;
}

static void *linger(void *arg)
{
	(void)arg;
	while (!atomic_load(&stop))
		nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	double d = *(const double *)a - *(const double *)b;
	return (d > 0) - (d < 0);
}

/* The median of batches, as the JavaScript side does it. */
static double uncontended(int adaptive, double ms)
{
	static double took[BATCHES_MOST];
	int n = 0;
	init_mutex(adaptive);
	for (double end = now() + ms / 1000; n == 0 || (n < BATCHES_MOST && now() < end); n++) {
		double since = now();
		for (int i = 0; i < BATCH; i++) {
			pthread_mutex_lock(&mutex);
			pthread_mutex_unlock(&mutex);
		}
		took[n] = (now() - since) * 1e9 / BATCH;
	}
	qsort(took, n, sizeof(*took), by_size);
	return took[n / 2];
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "uncontended")) {
		pthread_t other;
		pthread_create(&other, NULL, linger, NULL);
		for (int round = 0; round < atoi(argv[2]); round++) {
			double plain = uncontended(0, atof(argv[3]));
			printf("%.3f %.3f\n", plain, uncontended(1, atof(argv[3])));
		}
		atomic_store(&stop, 1);
		pthread_join(other, NULL);
		return 0;
	}
	if (argc == 6 && !strcmp(argv[1], "contended"))
		return contended(!strcmp(argv[2], "adaptive"), atoi(argv[3]), atof(argv[4]), atof(argv[5]));
	return 2;
}
