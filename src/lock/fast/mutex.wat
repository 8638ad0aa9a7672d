;; The fast halves of the instrumented mutex (src/lock/fast-mutex.ts), for `npm run assemble`.
;;
;; Here because JavaScript's Atomics are calls on Node 20: a compare-exchange and an exchange cost
;; about twice what they cost as instructions. The word of the lock, and whether its owner waits, are all
;; that other threads write; the rest that the functions read and write is the calling thread's own.
;;
;; Parameters ending in `at` and `me` are addresses in bytes. `me` is word `heldTop` of the calling
;; thread's record (src/shared/memory-map.ts), after which come `id`, `clockMask`, `firstWaiting` and
;; `recordBytes`. A row, and what `heldTop` holds, are indices of 32-bit words, as JavaScript uses them.
(module
  (import "run" "memory" (memory 1 65536 shared))

  ;; Takes the lock at `at` by the slot `slot` of the chain automaton, looking for a while where somebody
  ;; has it: pushes `tag` on the stack of held locks and counts at `countat` (SLOT_COUNTS: acquisitions,
  ;; then brief waits). All of that is written before the lock is taken, since others wait for whatever
  ;; comes after, and is undone where it is not: who holds what is read of threads that wait, in public.
  ;; The lowest bit of `countat`: does not look.
  ;;   > 0  acquired
  ;;     0  acquired, and the hold is to be clocked
  ;;    -1  nothing was done: somebody has it, and this brief wait is to be clocked
  ;;    -2  nothing was done: somebody has it, and did not or will not give it up in time
  ;;    -3  nothing was done: the order was never seen
  (func (export "acquire")
    (param $me i32) (param $at i32) (param $tag i32) (param $slot i32) (param $countat i32)
    (result i32)
    (local $top i32) (local $row i32) (local $counts i32) (local $count i32) (local $brief i32)
    (local $looks i32) (local $owner i32) (local $seen i32) (local $pause f64) (local $answer i32)
    (local.set $top (i32.shl (i32.load (local.get $me)) (i32.const 2)))
    ;; the row after the newest held lock's, by this slot
    (local.set $row
      (i32.load
        (i32.shl
          (i32.add (i32.load (i32.sub (local.get $top) (i32.const 4))) (local.get $slot))
          (i32.const 2))))
    (if (i32.eqz (local.get $row)) (then (return (i32.const -3))))
    (i32.store (local.get $top) (local.get $tag))
    (i32.store offset=4 (local.get $top) (local.get $row))
    (i32.store (local.get $me) (i32.add (i32.shr_u (local.get $top) (i32.const 2)) (i32.const 2)))
    (local.set $counts (i32.and (local.get $countat) (i32.const -4)))
    (i32.store
      (local.get $counts)
      (local.tee $count (i32.add (i32.load (local.get $counts)) (i32.const 1))))
    (local.set $count (i32.and (local.get $count) (i32.load offset=8 (local.get $me))))
    (local.set $owner (i32.load offset=4 (local.get $me)))
    ;; Pairs with the exchange of `release` (here and in mutex-word.ts).
    (local.set $seen
      (i32.atomic.rmw.cmpxchg (local.get $at) (i32.const 0) (local.get $owner)))
    (if (i32.eqz (local.get $seen)) (then (return (local.get $count))))
    (local.set $answer (i32.const -2))
    (if
      (i32.eqz
        (i32.or
          (i32.and (local.get $countat) (i32.const 1))
          ;; Word `waiting` of who has it, as WaitRecord.isWaiting: it will not give it up soon.
          (i32.load
            (i32.add
              (i32.load offset=12 (local.get $me))
              (i32.mul
                (i32.and (local.get $seen) (i32.const 0xffff))
                (i32.load offset=16 (local.get $me)))))))
      (then
        (local.set $brief (i32.add (i32.load offset=4 (local.get $counts)) (i32.const 1)))
        (if
          ;; all but one in BRIEF_CLOCKED
          (i32.ne (i32.and (local.get $brief) (i32.const 63)) (i32.const 1))
          (then
            (i32.store offset=4 (local.get $counts) (local.get $brief))
            ;; Looks for about 300 ns. Between two it asks nothing of the memory for some 25 ns, or the
            ;; owner's stores wait for the looks; PAUSE is no instruction here, and the engine leaves
            ;; square roots in place. Theirs tend to 1.618, and the address depends on the whole part,
            ;; which is 1, so that the next look waits for them. It is a compare-exchange at once: a
            ;; load before it would fetch the line twice.
            (local.set $pause (f64.const 1.5))
            (local.set $looks (i32.const 12))
            (loop $again
              (local.set $pause (f64.sqrt (f64.add (local.get $pause) (f64.const 1))))
              (local.set $pause (f64.sqrt (f64.add (local.get $pause) (f64.const 1))))
              (local.set $pause (f64.sqrt (f64.add (local.get $pause) (f64.const 1))))
              (local.set $pause (f64.sqrt (f64.add (local.get $pause) (f64.const 1))))
              (if
                (i32.eqz
                  ;; Pairs as above.
                  (i32.atomic.rmw.cmpxchg
                    (i32.sub
                      (i32.add (local.get $at) (i32.trunc_f64_u (local.get $pause)))
                      (i32.const 1))
                    (i32.const 0)
                    (local.get $owner)))
                (then (return (local.get $count))))
              (br_if $again (local.tee $looks (i32.sub (local.get $looks) (i32.const 1)))))
            (i32.store offset=4 (local.get $counts) (i32.sub (local.get $brief) (i32.const 1))))
          (else (local.set $answer (i32.const -1))))))
    (i32.store (local.get $top) (i32.const 0))
    (i32.store (local.get $me) (i32.shr_u (local.get $top) (i32.const 2)))
    (i32.store (local.get $counts) (i32.sub (i32.load (local.get $counts)) (i32.const 1)))
    (local.get $answer))

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
