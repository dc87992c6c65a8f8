package auth

import (
	"context"
	"sync"

	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// DepartmentRef names a department in an answer.
type DepartmentRef struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	ShortName string `json:"shortName"`
}

// PostRef names a post in an answer, and who holds it today ("" when it is vacant).
type PostRef struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Holder string `json:"holder"`
}

// Leader is the holder with the post, as people name a leader; the post alone when it is vacant, "" for no post.
func (p *PostRef) Leader() string {
	switch {
	case p == nil:
		return ""
	case p.Holder == "":
		return p.Name
	}
	return p.Holder + "（" + p.Name + "）"
}

// UserRef names a person in an answer.
type UserRef struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Directory finds the names of departments, posts and people by id. The whole directory of a district is small, so it
// is read at once and kept until the access epoch or the business day changes: inside a request a look-up costs no
// statement. It is safe for concurrent use.
type Directory struct {
	db    *database.DB
	clock Clock

	mu   sync.Mutex
	held *names
}

// names is one state of the directory; it is never changed after it was read.
type names struct {
	epoch       int64
	day         schedule.Date
	departments map[int64]DepartmentRef
	posts       map[int64]PostRef
	users       map[int64]UserRef
	reviewers   Reviewers
}

// NewDirectory returns a directory over db.
func NewDirectory(db *database.DB, clock Clock) *Directory {
	return &Directory{db: db, clock: clock}
}

// Departments returns the departments with these ids; an id that does not exist is left out, 0 is ignored.
func (d *Directory) Departments(ctx context.Context, ids []int64) (map[int64]DepartmentRef, error) {
	state, err := d.state(ctx)
	if err != nil {
		return nil, err
	}
	return pick(state.departments, ids), nil
}

// Posts returns the posts with these ids, each with today's holder.
func (d *Directory) Posts(ctx context.Context, ids []int64) (map[int64]PostRef, error) {
	state, err := d.state(ctx)
	if err != nil {
		return nil, err
	}
	return pick(state.posts, ids), nil
}

// LeaderPosts returns which of the posts have a line: rows may name them as their leader. It always asks the database,
// because it guards changes.
func (d *Directory) LeaderPosts(ctx context.Context, ids []int64) ([]int64, error) {
	var found []int64
	err := d.db.Read(ctx).Table("grants").Where("post_id IN ? AND role IN ?", ids, leaderRoles()).Distinct().Pluck("post_id", &found).Error
	return found, database.Translate(err)
}

// MayExcept says whether the post can allow a completion without evidence: that of a leader, or of the supervision office.
func (d *Directory) MayExcept(ctx context.Context, postID int64) (bool, error) {
	var n int64
	err := d.db.Read(ctx).Table("grants").Where("post_id = ? AND role IN ?", postID, append(leaderRoles(), RoleSupervisor)).Count(&n).Error
	return n > 0, database.Translate(err)
}

// Users returns the people with these ids.
func (d *Directory) Users(ctx context.Context, ids []int64) (map[int64]UserRef, error) {
	state, err := d.state(ctx)
	if err != nil {
		return nil, err
	}
	return pick(state.users, ids), nil
}

// Names is what an answer names, from one state of the directory: inside a transaction that changed names, where each look-up
// reads everything again, it costs one instead of four.
type Names struct {
	Departments map[int64]DepartmentRef
	Posts       map[int64]PostRef
	Users       map[int64]UserRef
	Reviewers   Reviewers
}

// Names returns the departments, posts and people with these ids, as Departments, Posts, Users and Reviewers would.
func (d *Directory) Names(ctx context.Context, departments, posts, users []int64) (Names, error) {
	state, err := d.state(ctx)
	if err != nil {
		return Names{}, err
	}
	return Names{pick(state.departments, departments), pick(state.posts, posts), pick(state.users, users), state.reviewers}, nil
}

func pick[T any](all map[int64]T, ids []int64) map[int64]T {
	out := make(map[int64]T, len(ids))
	for _, id := range ids {
		if found, ok := all[id]; ok {
			out[id] = found
		}
	}
	return out
}

// state returns the kept names when they are of the request's epoch and of today. A transaction asks for the epoch it sees
// itself. One that changed names sees an epoch nobody else does, since changing them begins with bumpEpoch: what it reads is
// kept for itself alone, because it may still be undone, and not at all before a change is whole.
func (d *Directory) state(ctx context.Context) (*names, error) {
	day, inTx := d.clock.Today(), d.db.InTx(ctx)
	epoch, known := int64(0), false
	if actor, ok := ActorFrom(ctx); ok && !inTx {
		epoch, known = actor.Epoch, actor.Epoch != 0
	}
	if !known {
		var err error
		if epoch, err = readEpoch(ctx, d.db); err != nil {
			return nil, err
		}
	}
	if held := d.kept(ctx); held != nil && held.epoch == epoch && held.day == day {
		return held, nil
	}
	state, err := d.read(ctx, day)
	if err == nil {
		d.keep(ctx, state)
	}
	return state, err
}

// kept are the names last read by the transaction of ctx, those of everybody when it read none.
func (d *Directory) kept(ctx context.Context) *names {
	if own, ok := d.db.Kept(ctx, d).(*names); ok && ctx.Value(changing{}) == nil {
		return own
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.held
}

func (d *Directory) keep(ctx context.Context, state *names) {
	if d.db.InTx(ctx) {
		if ctx.Value(changing{}) == nil {
			d.db.Keep(ctx, d, state)
		}
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held == nil || d.held.day != state.day || d.held.epoch < state.epoch {
		d.held = state
	}
}

// read loads the directory. The epoch is read first: names may be newer than it says, never older.
func (d *Directory) read(ctx context.Context, day schedule.Date) (*names, error) {
	epoch, err := readEpoch(ctx, d.db)
	if err != nil {
		return nil, err
	}
	state := &names{
		epoch: epoch, day: day,
		departments: make(map[int64]DepartmentRef), posts: make(map[int64]PostRef), users: make(map[int64]UserRef),
	}
	var departments []departmentRow
	if err := d.db.Read(ctx).Find(&departments).Error; err != nil {
		return nil, database.Translate(err)
	}
	for _, row := range departments {
		state.departments[row.ID] = DepartmentRef{ID: row.ID, Name: row.Name, ShortName: row.ShortName}
	}
	var users []struct {
		ID          int64
		DisplayName string
	}
	if err := d.db.Read(ctx).Table("users").Select("id, display_name").Find(&users).Error; err != nil {
		return nil, database.Translate(err)
	}
	for _, row := range users {
		state.users[row.ID] = UserRef{ID: row.ID, Name: row.DisplayName}
	}
	if err := d.readPosts(ctx, state); err != nil {
		return state, err
	}
	return state, d.readReviewers(ctx, state)
}

// readPosts joins each post with its holder of the day; of several holders the one who began last is named.
func (d *Directory) readPosts(ctx context.Context, state *names) error {
	var posts []struct {
		ID     int64
		Name   string
		UserID *int64
	}
	err := d.db.Read(ctx).Table("posts p").Select("p.id, p.name, h.user_id").
		Joins("LEFT JOIN post_holders h ON h.post_id = p.id AND h.from_on <= ? AND (h.to_on IS NULL OR h.to_on >= ?)",
			state.day, state.day).
		Order("p.id, h.from_on, h.id").Find(&posts).Error
	if err != nil {
		return database.Translate(err)
	}
	for _, row := range posts {
		state.posts[row.ID] = PostRef{ID: row.ID, Name: row.Name, Holder: state.users[val(row.UserID)].Name}
	}
	return nil
}
