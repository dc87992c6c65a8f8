package auth

// SetLoginsPerMinute changes the limit of failed logins per address, for tests.
func (s *Service) SetLoginsPerMinute(limit int) { s.limiter = newAddressLimiter(limit) }
