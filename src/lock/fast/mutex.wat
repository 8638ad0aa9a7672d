;; The fast halves of the instrumented mutex (src/lock/fast-mutex.ts), for `npm run assemble`.
;;
;; Here because JavaScript's Atomics are calls on Node 20: a compare-exchange and an exchange cost
;; about twice what they cost as instructions. Each function has one atomic operation; all else that
;; it reads and writes belongs to the calling thread, or to the owner of the lock.
;;
;; Parameters ending in `at` and `me` are addresses in bytes. `me` is word `heldTop` of the calling
;; thread's record (src/shared/memory-map.ts), after which come its `id` and its `clockMask`. A row, and
;; what `heldTop` holds, are indices of 32-bit words, as JavaScript uses them.
(module
  (import "run" "memory" (memory 1 65536 shared))

  ;; Takes the free lock at `at` by the slot `slot` of the chain automaton: pushes `tag` on the stack of
  ;; held locks and counts at `countat`.
  ;;   > 0  acquired
  ;;     0  acquired, and the hold is to be clocked
  ;;    -1  somebody has it; nothing was done
  ;;    -2  the order was never seen; nothing was done
  (func (export "acquire")
    (param $me i32) (param $at i32) (param $tag i32) (param $slot i32) (param $countat i32)
    (result i32)
    (local $top i32) (local $row i32) (local $count i32)
    (local.set $top (i32.shl (i32.load (local.get $me)) (i32.const 2)))
    ;; the row after the newest held lock's, by this slot
    (local.set $row
      (i32.load
        (i32.shl
          (i32.add (i32.load (i32.sub (local.get $top) (i32.const 4))) (local.get $slot))
          (i32.const 2))))
    (if (i32.eqz (local.get $row)) (then (return (i32.const -2))))
    ;; Pairs with the exchange of `release` (here and in mutex-word.ts).
    (if (i32.atomic.rmw.cmpxchg (local.get $at) (i32.const 0) (i32.load offset=4 (local.get $me)))
      (then (return (i32.const -1))))
    (i32.store (local.get $top) (local.get $tag))
    (i32.store offset=4 (local.get $top) (local.get $row))
    (i32.store (local.get $me) (i32.add (i32.shr_u (local.get $top) (i32.const 2)) (i32.const 2)))
    (i32.store
      (local.get $countat)
      (local.tee $count (i32.add (i32.load (local.get $countat)) (i32.const 1))))
    (i32.and (local.get $count) (i32.load offset=8 (local.get $me))))

  ;; As `acquire`, of a lock that somebody has, by the row `row`: looks up to `looks` times. All is written
  ;; before the lock is taken, since others wait for whatever comes after; and undone where it is not.
  (func (export "look")
    (param $me i32) (param $at i32) (param $tag i32) (param $row i32) (param $countat i32)
    (param $looks i32) (result i32)
    (local $top i32) (local $owner i32) (local $count i32)
    (local.set $top (i32.shl (i32.load (local.get $me)) (i32.const 2)))
    (local.set $owner (i32.load offset=4 (local.get $me)))
    (local.set $count (i32.add (i32.load (local.get $countat)) (i32.const 1)))
    (i32.store (local.get $top) (local.get $tag))
    (i32.store offset=4 (local.get $top) (local.get $row))
    (i32.store (local.get $me) (i32.add (i32.shr_u (local.get $top) (i32.const 2)) (i32.const 2)))
    (i32.store (local.get $countat) (local.get $count))
    (local.set $count (i32.and (local.get $count) (i32.load offset=8 (local.get $me))))
    (loop $again
      (if (i32.eqz (i32.atomic.load (local.get $at)))
        (then
          ;; Pairs with the exchange of `release`.
          (if
            (i32.eqz
              (i32.atomic.rmw.cmpxchg (local.get $at) (i32.const 0) (local.get $owner)))
            (then (return (local.get $count))))))
      (br_if $again (local.tee $looks (i32.sub (local.get $looks) (i32.const 1)))))
    (i32.store (local.get $top) (i32.const 0))
    (i32.store (local.get $me) (i32.shr_u (local.get $top) (i32.const 2)))
    (i32.store (local.get $countat) (i32.sub (i32.load (local.get $countat)) (i32.const 1)))
    (i32.const -1))

  ;; Gives up the lock at `at` where it is the newest held one and its hold is not being clocked.
  ;;     0  released, nobody sleeps
  ;;    -1  nothing was done
  ;;  else  released, and one sleeper is to be woken
  (func (export "release") (param $me i32) (param $at i32) (param $tag i32) (result i32)
    (local $newest i32) (local $before i32)
    (local.set $newest (i32.sub (i32.load (local.get $me)) (i32.const 2)))
    (if
      (i32.ne (i32.load (i32.shl (local.get $newest) (i32.const 2))) (local.get $tag))
      (then (return (i32.const -1))))
    ;; Pairs with the compare-exchanges of the next owner. Before the rest: others may wait for it.
    (local.set $before (i32.atomic.rmw.xchg (local.get $at) (i32.const 0)))
    (i32.store (i32.shl (local.get $newest) (i32.const 2)) (i32.const 0))
    (i32.store (local.get $me) (local.get $newest))
    (i32.xor (local.get $before) (i32.load offset=4 (local.get $me))))
)
