package auth

import "sync"

// tries knows the accounts somebody is signing in to on this instance right now.
type tries struct {
	mu    sync.Mutex
	seats map[string]*seat
}

// seat is one such account. Reserving is done by one try at a time, so that a try that was refused can tell whether
// another one was being evaluated meanwhile.
type seat struct {
	reserving sync.Mutex

	mu      sync.Mutex
	present int // tries of any kind; the last one takes the seat away
	running int // tries whose password is being looked at
	ended   int // tries whose password has been looked at
}

func newTries() *tries { return &tries{seats: make(map[string]*seat)} }

func (t *tries) join(username string) *seat {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.seats[username]
	if s == nil {
		s = &seat{}
		t.seats[username] = s
	}
	s.present++
	return s
}

func (t *tries) leave(username string, s *seat) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s.present--; s.present == 0 {
		delete(t.seats, username)
	}
}

func (s *seat) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running++
}

func (s *seat) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running--
	s.ended++
}

func (s *seat) state() (running, ended int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running, s.ended
}
