// A slow line between this machine and a network namespace: two TUN interfaces, and between them each packet waits for
// its turn at the rate of the line, then for half of the round trip. What finds the queue full is dropped, as by a
// router; the TCP of both ends is the kernel's own. (tc's netem, which does the same, is not in every kernel.)
//
//	link NAME-OF-NAMESPACE NEAR FAR BITS-A-SECOND ROUND-TRIP
//
// NEAR and FAR are the names of the interfaces, here and in the namespace. It says "ready" and runs until its standard
// input ends.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

const (
	iffTun  = 0x0001
	iffNoPi = 0x1000
	// TUNSETIFF
	tunSetIff = 0x400454ca
	// Bytes of a packet at most.
	mtu = 1500
	// A line holds so much for those that send faster than it is.
	queueTime = 100 * time.Millisecond
)

type packet struct {
	at    time.Time
	bytes []byte
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 6 {
		log.Fatal("usage: link NAMESPACE NEAR FAR BITS-A-SECOND ROUND-TRIP")
	}
	rate, err := strconv.ParseFloat(os.Args[4], 64)
	check(err)
	roundTrip, err := time.ParseDuration(os.Args[5])
	check(err)
	near, far := open(os.Args[2]), open(os.Args[3])
	check(exec.Command("ip", "link", "set", os.Args[3], "netns", os.Args[1]).Run())
	go carry(near, far, rate, roundTrip/2)
	go carry(far, near, rate, roundTrip/2)
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	check(err)
}

// open makes the TUN interface of that name; a read gives one packet. The files block: each has threads of its own.
func open(name string) int {
	file, err := syscall.Open("/dev/net/tun", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	check(err)
	var request struct {
		name  [16]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:15], name)
	request.flags = iffTun | iffNoPi
	if _, _, failure := syscall.Syscall(syscall.SYS_IOCTL, uintptr(file), tunSetIff, uintptr(unsafe.Pointer(&request))); failure != 0 {
		log.Fatal("TUNSETIFF: ", failure)
	}
	return file
}

// carry moves packets one way.
func carry(from, to int, rate float64, delay time.Duration) {
	under := make(chan packet, 1<<16)
	go func() {
		for packet := range under {
			time.Sleep(time.Until(packet.at))
			// What cannot be delivered is lost, as on any line.
			_, _ = syscall.Write(to, packet.bytes)
		}
	}()
	free := time.Now()
	for {
		bytes := make([]byte, mtu+100)
		n, err := syscall.Read(from, bytes)
		if err == syscall.EINTR {
			continue
		}
		check(err)
		now := time.Now()
		if free.Before(now) {
			free = now
		}
		if free.Sub(now) > queueTime {
			continue
		}
		free = free.Add(time.Duration(float64(n*8) / rate * float64(time.Second)))
		under <- packet{free.Add(delay), bytes[:n]}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
