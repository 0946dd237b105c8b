/* libpcap: the same of every packet, in C; prints what all peers print. */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct row { uint8_t source[16], destination[16]; uint16_t ports[2]; uint32_t sequence, acknowledgment; uint8_t protocol, flags; uint32_t length; };

static uint16_t two(const u_char *at) { return at[0] << 8 | at[1]; }
static uint32_t four(const u_char *at) { return (uint32_t)two(at) << 16 | two(at + 2); }

int main(int count, char **words) {
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *capture = count > 1 ? pcap_open_offline(words[1], error) : NULL;
    if (!capture) return 1;
    struct pcap_pkthdr *header;
    const u_char *data;
    static struct row rows[1 << 15];
    uint64_t packets = 0, sequences = 0, lengths = 0;
    while (pcap_next_ex(capture, &header, &data) == 1) {
        struct row *row = &rows[packets++ & ((1 << 15) - 1)];
        memset(row, 0, sizeof *row);
        const u_char *end = data + header->caplen, *at = data + 14;
        row->length = header->len;
        lengths += header->len;
        if (at > end) continue;
        uint16_t type = two(data + 12);
        while (type == 0x8100 && at + 4 <= end) { type = two(at + 2); at += 4; }
        if (type == 0x0800 && at + 20 <= end) {
            memcpy(row->source, at + 12, 4);
            memcpy(row->destination, at + 16, 4);
            row->protocol = at[9];
            at += (at[0] & 15) * 4;
        } else if (type == 0x86dd && at + 40 <= end) {
            memcpy(row->source, at + 8, 16);
            memcpy(row->destination, at + 24, 16);
            row->protocol = at[6];
            at += 40;
        } else continue;
        if (row->protocol == 6 && at + 20 <= end) {
            row->ports[0] = two(at), row->ports[1] = two(at + 2);
            row->sequence = four(at + 4), row->acknowledgment = four(at + 8);
            row->flags = at[13];
            sequences += row->sequence;
        } else if (row->protocol == 17 && at + 8 <= end) {
            row->ports[0] = two(at), row->ports[1] = two(at + 2);
        }
    }
    printf("%llu %llu %llu\n", (unsigned long long)packets, (unsigned long long)sequences, (unsigned long long)lengths);
    return 0;
}
