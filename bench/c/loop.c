/* What the fastest plain program does: libpcap reads, IPv4 endpoints are counted in an open-addressing table. */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS (1u << 23)

struct endpoint {
	uint32_t address;
	uint32_t used;
	uint64_t packets;
	uint64_t bytes;
};

static struct endpoint *table;
static uint64_t endpoints, packets, bytes;

static void count(uint32_t address, uint32_t length) {
	uint32_t slot = (address * 0x9e3779b1u) & (SLOTS - 1);
	while (table[slot].used && table[slot].address != address) slot = (slot + 1) & (SLOTS - 1);
	if (!table[slot].used) {
		table[slot].used = 1;
		table[slot].address = address;
		endpoints++;
	}
	table[slot].packets++;
	table[slot].bytes += length;
}

int main(int argc, char **argv) {
	char error[PCAP_ERRBUF_SIZE];
	if (argc != 2) return fprintf(stderr, "usage: loop FILE\n"), 2;
	pcap_t *capture = pcap_open_offline(argv[1], error);
	if (!capture) return fprintf(stderr, "loop: %s\n", error), 1;
	table = calloc(SLOTS, sizeof *table);
	if (!table) return fprintf(stderr, "loop: out of memory\n"), 1;
	struct pcap_pkthdr *header;
	const u_char *data;
	while (pcap_next_ex(capture, &header, &data) == 1) {
		packets++;
		bytes += header->len;
		if (header->caplen < 34 || data[12] != 8 || data[13] != 0) continue;
		uint32_t from, to;
		memcpy(&from, data + 26, 4);
		memcpy(&to, data + 30, 4);
		count(from, header->len);
		count(to, header->len);
	}
	printf("%llu packets, %llu bytes, %llu endpoints\n", (unsigned long long)packets, (unsigned long long)bytes,
	       (unsigned long long)endpoints);
	pcap_close(capture);
	return 0;
}
