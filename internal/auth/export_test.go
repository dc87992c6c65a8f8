package auth

// SetLoginsPerMinute changes the limit of failed logins per address, for tests.
func (s *Service) SetLoginsPerMinute(limit int) { s.limiter.limit = limit }

// HoldHashes takes every turn of the password hasher until the returned function is called.
func (s *Service) HoldHashes() (release func()) {
	for range parallelHashes {
		s.hasher.slots <- struct{}{}
	}
	return func() {
		for range parallelHashes {
			<-s.hasher.slots
		}
	}
}
