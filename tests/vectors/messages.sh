#!/bin/bash
# What a Linux kernel says when a packet is too large, takes a needless hop or cannot be read: recorded as root between three network
# namespaces (client, router, server; the second link has an MTU of 1300), into the file that is given.
set -e
file=${1:?a file to record into}
for n in nkc nkr nks; do ip netns add $n; done
trap 'for n in nkc nkr nks; do ip netns del $n; done' EXIT
ip link add c0 netns nkc address 02:00:00:00:00:0a type veth peer name r0 netns nkr address 02:00:00:00:00:01
ip link add s0 netns nks address 02:00:00:00:00:0b type veth peer name r1 netns nkr address 02:00:00:00:00:02
N="ip netns exec"
for n in nkc nkr nks; do $N $n ip link set lo up; done
ip -n nkr link set r1 mtu 1300; ip -n nks link set s0 mtu 1300
$N nkc sysctl -qw net.ipv4.tcp_ecn=1; $N nks sysctl -qw net.ipv4.tcp_ecn=1
$N nkr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n nkc addr add 192.0.2.10/24 dev c0; ip -n nkr addr add 192.0.2.1/24 dev r0
ip -n nks addr add 198.51.100.20/24 dev s0; ip -n nkr addr add 198.51.100.1/24 dev r1
ip -n nkc addr add 2001:db8:1::10/64 dev c0 nodad; ip -n nkr addr add 2001:db8:1::1/64 dev r0 nodad
ip -n nks addr add 2001:db8:2::20/64 dev s0 nodad; ip -n nkr addr add 2001:db8:2::1/64 dev r1 nodad
for x in "nkc c0" "nkr r0" "nkr r1" "nks s0"; do set -- $x; ip -n $1 link set $2 up; $N $1 ethtool -K $2 tx off tso off gso off gro off >/dev/null 2>&1 || true; done
ip -n nkc route add default via 192.0.2.1; ip -n nks route add default via 198.51.100.1
ip -n nkc -6 route add default via 2001:db8:1::1; ip -n nks -6 route add default via 2001:db8:2::1
sleep 2
$N nkc tcpdump -i c0 -U -w "$file" & T=$!
sleep 1
$N nkc ping -c1 -W1 -M do -s 1300 198.51.100.20 || true
$N nkc ping -c1 -W1 -M do -s 1300 2001:db8:2::20 || true
# record route, an option in the IPv4 header
$N nkc ping -c1 -W1 -R 198.51.100.20 || true
# a second gateway on the same link gives a redirect
ip -n nkr addr add 192.0.2.2/24 dev r0
ip -n nkc route add 203.0.113.0/24 via 192.0.2.1
ip -n nkr route add 203.0.113.0/24 via 192.0.2.77
$N nkr sysctl -qw net.ipv4.conf.all.send_redirects=1 net.ipv4.conf.r0.send_redirects=1
ip -n nkr neigh add 192.0.2.77 lladdr 02:00:00:00:00:77 dev r0
$N nkc ping -c1 -W1 203.0.113.9 || true
$N nks python3 -c '
import socket
s=socket.create_server(("198.51.100.20",7777)); c,_=s.accept(); c.recv(10); import time; time.sleep(.3)' & S=$!
sleep .5
$N nkc python3 -c '
import socket
s=socket.create_connection(("198.51.100.20",7777)); s.send(b"urgent!",socket.MSG_OOB); s.close()'
# protocol unreachable, bad options, timestamp request
$N nkc python3 -c '
import socket,struct,time
def ck(b):
    b+=b"\0"*(len(b)%2); t=sum(struct.unpack("!%dH"%(len(b)//2),b))
    while t>>16: t=(t&65535)+(t>>16)
    return 65535^t
s=socket.socket(socket.AF_INET,socket.SOCK_RAW,1)
m=struct.pack("!BBHHHIII",13,0,0,7,1,1000,0,0); m=m[:2]+struct.pack("!H",ck(m))+m[4:]; s.sendto(m,("198.51.100.20",0))
r=socket.socket(socket.AF_INET,socket.SOCK_RAW,socket.IPPROTO_RAW)
# a router that finds a bad option answers with parameter problem: record route with a pointer below 4
o=bytes([7,11,2,0,0,0,0,0,0,0,0,0])
h=struct.pack("!BBHHHBBH4s4s",0x48,0,32+8,1,0,64,17,0,socket.inet_aton("192.0.2.10"),socket.inet_aton("198.51.100.20"))+o
r.sendto(h+struct.pack("!HHHH",1000,2000,8,0),("198.51.100.20",0))
s6=socket.socket(socket.AF_INET6,socket.SOCK_RAW,253); s6.sendto(b"hello",("2001:db8:2::20",0))
time.sleep(.5)'
sleep 1; kill $T; wait $T || true
