package soak

import (
	"syscall"
	"unsafe"
)

// ioctl hands a number to the kernel; the library of the language has no call for this one.
func ioctl(fd uintptr, request uintptr, value *uint32) syscall.Errno {
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(unsafe.Pointer(value)))
	return errno
}
