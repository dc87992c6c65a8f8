package audit

import "gorm.io/gorm"

func (v *verifier) archives(tx *gorm.DB, dir string, ring keyring) error { return nil }
