"""Golden values from TFRS 0.7.7 / Keras 2 (tf-keras) / keras-rs: inputs, parameters and expected outputs as JSON.
usage: generate.py OUTDIR SEED     one file per family; arrays are nested lists, float32 written with 9 significant digits"""
import os, sys, json
os.environ['TF_USE_LEGACY_KERAS'] = '1'; os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import numpy as np, tensorflow as tf, tensorflow_recommenders as tfrs
OUT, SEED = sys.argv[1], int(sys.argv[2]); os.makedirs(OUT, exist_ok=True)
K = tf.keras; rng = np.random.default_rng(SEED); f32 = lambda *s, sc=1.: (rng.standard_normal(s) * sc).astype('float32')
def js(x):
    if isinstance(x, (tf.Tensor, tf.Variable)): x = x.numpy()
    if isinstance(x, tf.IndexedSlices): x = tf.convert_to_tensor(x).numpy()
    if isinstance(x, np.ndarray):
        if x.dtype.kind == 'f': return np.array([float(str(v)) for v in x.ravel()], object).reshape(x.shape).tolist() if x.ndim else float(str(x[()]))
        if x.dtype.kind in 'SO': return [js(y) for y in x]
        return x.tolist()
    if isinstance(x, np.generic): return js(np.asarray(x)) if x.dtype.kind == 'f' else x.item()
    if isinstance(x, bytes): return x.decode()
    if isinstance(x, float): return float(f'{x:.9g}')
    if isinstance(x, dict): return {k: js(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)): return [js(y) for y in x]
    return x
class File:
    def __init__(s, name): s.name, s.cases = name, []
    def add(s, case, inputs, params, expected, note=None): s.cases.append(dict(case=case, **({'note': note} if note else {}), params=js(params), inputs=js(inputs), expected=js(expected)))
    def close(s):
        with open(f'{OUT}/{s.name}.json', 'w') as o:
            text = '{"family": %s, "cases": [\n' % json.dumps(s.name) + ',\n'.join(json.dumps(c) for c in s.cases) + '\n]}\n'
            o.write(text.replace('NaN', 'null'))
        print(s.name, len(s.cases), os.path.getsize(f'{OUT}/{s.name}.json'))
def grads(fn, *xs):
    vs = [tf.Variable(x) for x in xs]
    with tf.GradientTape() as t: y = fn(*vs)
    return y, [tf.convert_to_tensor(g) if g is not None else None for g in t.gradient(y, vs)]

# ---- retrieval task ------------------------------------------------------------------------------------------------
F = File('retrieval_task')
def retrieval(case, B=12, C=None, d=8, note=None, ids=None, w=False, p=False, mask=False, scale=1., **kw):
    C = C or B; q, c = f32(B, d, sc=scale), f32(C, d, sc=scale); call = {}
    if ids is not None: call['candidate_ids'] = np.array(ids(C))
    if w: call['sample_weight'] = rng.uniform(.1, 2., B).astype('float32')
    if p: call['candidate_sampling_probability'] = rng.uniform(1e-8, .3, C).astype('float32')
    if mask: m = rng.random((B, C)) < .7; m[np.arange(B), np.arange(B)] = True; call['score_mask'] = m
    task = tfrs.tasks.Retrieval(**kw)
    y, (gq, gc) = grads(lambda a, b: task(a, b, compute_metrics=False, **{k: tf.constant(v) for k, v in call.items()}), q, c)
    F.add(case, dict(query_embeddings=q, candidate_embeddings=c, **call), kw, dict(loss=y, grad_query=gq, grad_candidate=gc), note)
retrieval('plain'); retrieval('larger', 64, d=32); retrieval('more_candidates_than_queries', 10, 17, note='extra candidates are negatives shared by all rows')
retrieval('temperature', temperature=.2); retrieval('sample_weight', w=True); retrieval('sampling_probability', p=True)
dup = lambda C: (['a', 'b', 'a', 'c', 'b', 'a', 'd', 'e', 'a', 'c', 'f', 'b'] * 6)[:C]
retrieval('accidental_hits', ids=dup, remove_accidental_hits=True); retrieval('accidental_hits_many', 40, ids=dup, remove_accidental_hits=True)
retrieval('hard_negatives_3', num_hard_negatives=3); retrieval('hard_negatives_more_than_candidates', num_hard_negatives=50)
retrieval('score_mask', mask=True)
retrieval('large_logits', scale=12., note='logits of several hundred: no overflow')
retrieval('everything', 24, 30, ids=dup, w=True, p=True, mask=True, temperature=.5, num_hard_negatives=9, remove_accidental_hits=True)
F.close()

# ---- metrics: factorized top-k -------------------------------------------------------------------------------------
F = File('factorized_top_k')
def ftk(case, B=40, N=300, d=8, ks=(1, 5, 10, 50, 100), w=False, ties=False, note=None):
    cand, q = f32(N, d), f32(B, d)
    if ties: cand = np.round(cand); q = np.round(q)
    pos = rng.integers(0, N, B); sw = rng.uniform(0, 2, B).astype('float32') if w else None
    m = tfrs.metrics.FactorizedTopK(tf.data.Dataset.from_tensor_slices(cand).batch(64), ks=ks)
    m.update_state(tf.constant(q), tf.constant(cand[pos]), sample_weight=None if sw is None else tf.constant(sw))
    e = {f'top_{k}': float(x.result()) for k, x in zip(ks, m._top_k_metrics)}
    F.add(case, dict(candidates=cand, queries=q, true_index=pos, **({'sample_weight': sw} if w else {})), dict(ks=list(ks)), e, note)
ftk('plain'); ftk('weighted', w=True); ftk('ties', d=3, ties=True, note='integer scores: a candidate is a hit at k when fewer than k candidates score strictly higher'); ftk('ks', ks=(2, 3, 7, 250)); ftk('fewer_candidates_than_k', N=60, ks=(1, 10, 100))
F.close()

# ---- retrieval indexes ---------------------------------------------------------------------------------------------
F = File('top_k_index')
for case, B, N, d, k in (('brute_force', 6, 200, 8, 10), ('k_equals_corpus', 3, 12, 4, 12)):
    cand, q = f32(N, d), f32(B, d); ids = np.array([f'item_{i}' for i in rng.permutation(N)])
    bf = tfrs.layers.factorized_top_k.BruteForce(k=k).index(tf.constant(cand), tf.constant(ids)); s, i = bf(tf.constant(q))
    ex = np.stack([rng.choice(i.numpy()[b], 4, replace=False) for b in range(B)]); se, ie = bf.query_with_exclusions(tf.constant(q), tf.constant(ex), k=k - 4)
    F.add(case, dict(candidates=cand, identifiers=ids, queries=q, exclusions=ex), dict(k=k, k_with_exclusions=k - 4), dict(scores=s, ids=i, scores_with_exclusions=se, ids_with_exclusions=ie))
F.close()

# ---- layers --------------------------------------------------------------------------------------------------------
F = File('layers'); L = tfrs.layers
def weights(l): return {v.name.split(':')[0]: v for v in l.trainable_variables}
def layer(case, l, x, x2=None, note=None, **params):
    args = [tf.constant(x)] + ([tf.constant(x2)] if x2 is not None else []); l(*args)
    for v in l.trainable_variables: v.assign(f32(*v.shape, sc=.3))
    up = None
    with tf.GradientTape() as t:
        t.watch(args); y = l(*args); up = f32(*y.shape); s = tf.reduce_sum(y * up)
    g = t.gradient(s, args + list(l.trainable_variables))
    F.add(case, dict(x=x, **({'x2': x2} if x2 is not None else {}), weights=[v for v in l.trainable_variables], weight_names=[v.name for v in l.trainable_variables], upstream=up), params, dict(output=y, grad_inputs=g[:len(args)], grad_weights=g[len(args):]), note)
C = L.feature_interaction.Cross
layer('cross', C(), f32(5, 6), f32(5, 6)); layer('cross_single_input', C(), f32(5, 6)); layer('cross_low_rank', C(projection_dim=3), f32(5, 6), f32(5, 6), projection_dim=3); layer('cross_diag_scale', C(diag_scale=.7), f32(5, 6), f32(5, 6), diag_scale=.7); layer('cross_no_bias', C(use_bias=False), f32(5, 6), f32(5, 6), use_bias=False); layer('cross_preactivation_relu', C(preactivation='relu'), f32(5, 6), f32(5, 6), preactivation='relu')
layer('multi_layer_dcn', L.feature_interaction.MultiLayerDCN(projection_dim=2, num_layers=3), f32(5, 6), projection_dim=2, num_layers=3)
for si in (False, True):
    for sg in (False, True):
        xs = [f32(4, 5) for _ in range(4)]; l = L.feature_interaction.DotInteraction(self_interaction=si, skip_gather=sg); y = l([tf.constant(a) for a in xs]); F.add(f'dot_interaction_self{int(si)}_skip{int(sg)}', dict(features=xs), dict(self_interaction=si, skip_gather=sg), dict(output=y))
layer('mlp_64_8', L.blocks.MLP([16, 8], final_activation=None), f32(5, 6), units=[16, 8]); layer('mlp_sigmoid', L.blocks.MLP([16, 1], final_activation='sigmoid'), f32(5, 6), units=[16, 1], final_activation='sigmoid')
for act in ('relu', 'elu', 'selu', 'gelu', 'tanh', 'sigmoid', 'softplus', 'swish', 'softmax', 'linear', 'exponential', 'hard_sigmoid', 'softsign'): layer(f'dense_{act}', K.layers.Dense(4, act), f32(5, 6), units=4, activation=act)
x = f32(6, 5); layer('layer_normalization', K.layers.LayerNormalization(), x, epsilon=1e-3)
bn = K.layers.BatchNormalization(); bn(x); y1 = bn(tf.constant(x), training=True); y2 = bn(tf.constant(x), training=False); F.add('batch_normalization', dict(x=x), dict(momentum=.99, epsilon=1e-3), dict(training=y1, inference_after_one_step=y2, moving_mean=bn.moving_mean, moving_variance=bn.moving_variance))
F.close()

# ---- losses and metrics --------------------------------------------------------------------------------------------
F = File('losses'); n = 9
yb, p, z, w = (rng.random(n) < .4).astype('float32'), rng.uniform(0, 1, n).astype('float32'), f32(n, sc=3), rng.uniform(0, 2, n).astype('float32'); p[0] = 0.; p[1] = 1.
yr, pr = rng.integers(1, 6, n).astype('float32'), f32(n) + 3
def loss(case, l, y, x, sw=None, **params):
    col = lambda a: tf.reshape(tf.constant(a), (-1, 1)) if a.ndim == 1 else tf.constant(a)
    v = tf.Variable(col(x))
    with tf.GradientTape() as t: s = l(col(y), v, sample_weight=None if sw is None else tf.constant(sw))
    F.add(case, dict(labels=y, predictions=x, **({} if sw is None else {'sample_weight': sw})), params, dict(loss=s, grad=tf.reshape(t.gradient(s, v), x.shape)))
R = K.losses.Reduction
for red in ('sum_over_batch_size', 'sum'):
    loss(f'mse_{red}', K.losses.MeanSquaredError(reduction=red), yr, pr, reduction=red); loss(f'mae_{red}', K.losses.MeanAbsoluteError(reduction=red), yr, pr, reduction=red); loss(f'huber_{red}', K.losses.Huber(delta=.8, reduction=red), yr, pr, delta=.8, reduction=red)
    loss(f'bce_{red}', K.losses.BinaryCrossentropy(reduction=red), yb, p, reduction=red); loss(f'bce_logits_{red}', K.losses.BinaryCrossentropy(from_logits=True, reduction=red), yb, z, from_logits=True, reduction=red)
    loss(f'mse_weighted_{red}', K.losses.MeanSquaredError(reduction=red), yr, pr, w, reduction=red); loss(f'bce_logits_weighted_{red}', K.losses.BinaryCrossentropy(from_logits=True, reduction=red), yb, z, w, from_logits=True, reduction=red)
lab = np.eye(5, dtype='float32')[rng.integers(0, 5, n)]; loss('cce_logits_sum', K.losses.CategoricalCrossentropy(from_logits=True, reduction='sum'), lab, f32(n, 5, sc=2), reduction='sum')
loss('bce_label_smoothing', K.losses.BinaryCrossentropy(from_logits=True, label_smoothing=.1), yb, z, label_smoothing=.1)
def metric(case, m, y, x, sw=None, chunks=3, **params):
    for ix in np.array_split(np.arange(len(y)), chunks): m.update_state(y[ix].reshape(-1, 1), x[ix].reshape(-1, 1), sample_weight=None if sw is None else sw[ix])
    F.add(case, dict(labels=y, predictions=x, **({} if sw is None else {'sample_weight': sw})), params, dict(result=m.result()))
for sw, t in ((None, ''), (w, '_weighted')):
    metric('rmse' + t, K.metrics.RootMeanSquaredError(), yr, pr, sw); metric('mean_absolute_error' + t, K.metrics.MeanAbsoluteError(), yr, pr, sw); metric('mse_metric' + t, K.metrics.MeanSquaredError(), yr, pr, sw); metric('binary_accuracy' + t, K.metrics.BinaryAccuracy(), yb, p, sw); metric('precision' + t, K.metrics.Precision(), yb, p, sw); metric('recall' + t, K.metrics.Recall(), yb, p, sw); metric('binary_crossentropy_metric' + t, K.metrics.BinaryCrossentropy(), yb, p, sw)
yb2, p2 = (rng.random(500) < .3).astype('float32'), np.clip(rng.beta(2, 3, 500), 0, 1).astype('float32'); metric('auc_200_thresholds', K.metrics.AUC(), yb2, p2, chunks=7, num_thresholds=200, curve='ROC'); metric('auc_pr', K.metrics.AUC(curve='PR'), yb2, p2, chunks=7, num_thresholds=200, curve='PR')
from sklearn.metrics import roc_auc_score; F.add('auc_exact', dict(labels=yb2, predictions=p2), {}, dict(result=float(roc_auc_score(yb2, p2))))
F.close()

# ---- optimisers ----------------------------------------------------------------------------------------------------
F = File('optimizers')
def opt(case, o, sparse=False, steps=4, **params):
    w0 = f32(6, 3, sc=.5); v = tf.Variable(w0); gs, traj = [], []
    for _ in range(steps):
        if sparse: ix = rng.integers(0, 6, 4); gv = f32(4, 3); gs.append(dict(rows=ix, values=gv)); o.apply_gradients([(tf.IndexedSlices(tf.constant(gv), tf.constant(ix), tf.constant([6, 3])), v)])
        else: g = f32(6, 3); gs.append(g); o.apply_gradients([(tf.constant(g), v)])
        traj.append(v.numpy().copy())
    F.add(case, dict(weights=w0, gradients=gs), params, dict(after_each_step=traj))
O = K.optimizers
for sp in (False, True):
    t = '_sparse' if sp else ''
    opt('adagrad' + t, O.Adagrad(.1), sp, learning_rate=.1, initial_accumulator_value=.1, epsilon=1e-7); opt('adagrad_lr0.5_acc0.3' + t, O.Adagrad(.5, initial_accumulator_value=.3), sp, learning_rate=.5, initial_accumulator_value=.3, epsilon=1e-7)
    opt('adam' + t, O.Adam(.01), sp, learning_rate=.01); opt('sgd' + t, O.SGD(.1), sp, learning_rate=.1); opt('rmsprop' + t, O.RMSprop(.01), sp, learning_rate=.01)
    if not sp: opt('sgd_momentum', O.SGD(.1, momentum=.9), learning_rate=.1, momentum=.9); opt('sgd_nesterov', O.SGD(.1, momentum=.9, nesterov=True), learning_rate=.1, momentum=.9, nesterov=True); opt('adamw', O.AdamW(.01, weight_decay=.05), learning_rate=.01, weight_decay=.05); opt('ftrl', O.Ftrl(.1, l1_regularization_strength=.01, l2_regularization_strength=.02), learning_rate=.1, l1=.01, l2=.02); opt('adagrad_clipnorm', O.Adagrad(.1, clipnorm=.5), learning_rate=.1, clipnorm=.5); opt('adam_global_clipnorm', O.Adam(.01, global_clipnorm=.5), learning_rate=.01, global_clipnorm=.5)
try: opt('clippy_adagrad', tfrs.experimental.optimizers.ClippyAdagrad(.1), learning_rate=.1)
except Exception as e: print('clippy', e)
for nm, s in (('exponential_decay', O.schedules.ExponentialDecay(.1, 10, .5)), ('exponential_decay_staircase', O.schedules.ExponentialDecay(.1, 10, .5, staircase=True)), ('piecewise_constant', O.schedules.PiecewiseConstantDecay([5, 15], [.1, .05, .01])), ('polynomial', O.schedules.PolynomialDecay(.1, 20, .01, power=2.)), ('cosine', O.schedules.CosineDecay(.1, 20, alpha=.1)), ('inverse_time', O.schedules.InverseTimeDecay(.1, 10, .5))): F.add('schedule_' + nm, dict(steps=list(range(0, 30, 3))), {}, dict(learning_rate=[float(s(i)) for i in range(0, 30, 3)]))
F.close()

# ---- feature preprocessing -----------------------------------------------------------------------------------------
F = File('features'); P = K.layers
words = np.array(['b', 'a', 'c', 'b', 'a', 'b', 'd', 'e', '', 'ä', 'B']); q = np.array(['a', 'zzz', '', 'b', 'ä', 'B', 'e'])
for case, kw in (('string_lookup_default', {}), ('string_lookup_mask_token', dict(mask_token='')), ('string_lookup_max_tokens', dict(max_tokens=4)), ('string_lookup_two_oov', dict(num_oov_indices=2)), ('string_lookup_no_oov_vocabulary', None)):
    if kw is None: l = P.StringLookup(vocabulary=['x', 'y', 'a', 'b'], mask_token=None); kw = dict(vocabulary=['x', 'y', 'a', 'b'])
    else: l = P.StringLookup(**kw); l.adapt(words)
    F.add(case, dict(adapt=words, query=q), kw, dict(vocabulary=l.get_vocabulary(), indices=l(tf.constant(q))))
l = P.StringLookup(output_mode='one_hot', vocabulary=['F', 'M', 'U'], num_oov_indices=0); F.add('string_lookup_one_hot_no_oov', dict(query=['M', 'F', 'U']), dict(vocabulary=['F', 'M', 'U'], num_oov_indices=0, output_mode='one_hot'), dict(output=l(tf.constant(['M', 'F', 'U']))))
l = P.StringLookup(output_mode='multi_hot', vocabulary=['F', 'M', 'U']); F.add('string_lookup_multi_hot', dict(query=[['M', 'F'], ['M', 'zz']]), dict(vocabulary=['F', 'M', 'U'], output_mode='multi_hot'), dict(output=l(tf.constant([['M', 'F'], ['M', 'zz']]))))
l = P.IntegerLookup(); il = np.array([5, 3, 5, 9, 3, 5, -1]); l.adapt(il); F.add('integer_lookup', dict(adapt=il, query=[3, 5, 77, 9, -1]), {}, dict(vocabulary=l.get_vocabulary(), indices=l(tf.constant([3, 5, 77, 9, -1], tf.int64))))
xs = f32(50) * 7 + 3; l = P.Normalization(axis=None); l.adapt(xs); F.add('normalization_scalar', dict(adapt=xs, query=xs[:8]), dict(axis=None), dict(mean=l.mean, variance=l.variance, output=l(xs[:8])))
xm = f32(50, 3) * 7 + 3; l = P.Normalization(); l.adapt(xm); F.add('normalization_columns', dict(adapt=xm, query=xm[:8]), dict(axis=-1), dict(mean=l.mean, variance=l.variance, output=l(xm[:8])))
ts = (rng.integers(1472000000, 1536000000, 400)).astype('float64'); l = P.Normalization(axis=None); l.adapt(ts); F.add('normalization_timestamps', dict(adapt=ts, query=ts[:8]), dict(axis=None), dict(mean=l.mean, variance=l.variance, output=l(ts[:8])), 'unix seconds: float32 statistics lose digits; compute in float64')
bd = [0., 1., 2.]; xq = np.array([-1., 0., .5, 1., 1.9999999, 2., 7.], 'float32'); F.add('discretization_boundaries', dict(query=xq), dict(bin_boundaries=bd), dict(indices=P.Discretization(bd)(xq)))
l = P.Discretization(num_bins=4, epsilon=.01); l.adapt(xs); F.add('discretization_adapt', dict(adapt=xs, query=xs[:10]), dict(num_bins=4, epsilon=.01), dict(boundaries=l.bin_boundaries, indices=l(xs[:10])), 'quantile sketch: boundaries near the quartiles')
txt = np.array(['Bed_Bath Table!', 'bed bath', 'The  cool_stuff, cool', 'perfumery_3 (new)', 'Čaj & käse  e-mail', '']); tq = np.array(['bed cool unknown', '', 'BATH bath  table', 'käse čaj email'])
for case, kw in (('text_vectorization', {}), ('text_vectorization_max_tokens', dict(max_tokens=6)), ('text_vectorization_length', dict(output_sequence_length=3)), ('text_vectorization_bigrams', dict(ngrams=2)), ('text_vectorization_multi_hot', dict(output_mode='multi_hot')), ('text_vectorization_count', dict(output_mode='count')), ('text_vectorization_tf_idf', dict(output_mode='tf_idf'))):
    l = P.TextVectorization(**kw); l.adapt(txt); F.add(case, dict(adapt=txt, query=tq), kw, dict(vocabulary=l.get_vocabulary(), output=l(tf.constant(tq))))
l = P.TextVectorization(max_tokens=50); l.adapt(txt); e = P.Embedding(50, 4, mask_zero=True); e(tf.constant([0])); e.embeddings.assign(f32(50, 4)); F.add('text_embedding_average_pooling', dict(adapt=txt, query=tq, embeddings=e.embeddings), dict(max_tokens=50, mask_zero=True), dict(output=P.GlobalAveragePooling1D()(e(l(tf.constant(tq))))), 'an empty text averages over no token: see what the reference gives and document ours')
F.add('category_encoding_one_hot', dict(query=[3, 0, 2]), dict(num_tokens=4, output_mode='one_hot'), dict(output=P.CategoryEncoding(num_tokens=4, output_mode='one_hot')([3, 0, 2]))); F.add('category_encoding_multi_hot', dict(query=[[0, 1], [0, 0], [1, 2], [3, 1]]), dict(num_tokens=4, output_mode='multi_hot'), dict(output=P.CategoryEncoding(num_tokens=4, output_mode='multi_hot')([[0, 1], [0, 0], [1, 2], [3, 1]]))); F.add('category_encoding_count', dict(query=[[0, 1], [0, 0], [1, 2], [3, 1]]), dict(num_tokens=4, output_mode='count'), dict(output=P.CategoryEncoding(num_tokens=4, output_mode='count')([[0, 1], [0, 0], [1, 2], [3, 1]])))
F.close()

# ---- ranking losses and metrics of keras-rs ------------------------------------------------------------------------
# (written by keras_rs_golden.py: keras 3 and tf-keras do not live in one process)

# ---- whole training runs from given weights ------------------------------------------------------------------------
F = File('training_runs')
def table(n, d, sc=.05): return rng.uniform(-sc, sc, (n, d)).astype('float32')
def run(case, n_rows=600, U=60, I=40, d=8, batch=128, epochs=3, lr=.1, kind='retrieval', opt_name='adagrad', weights=None, **task_kw):
    zipf = 1 / np.arange(1, I + 1); u, i = rng.integers(0, U, n_rows), rng.choice(I, n_rows, p=zipf / zipf.sum()); r = rng.integers(1, 6, n_rows).astype('float32'); ue, ie = table(U, d), table(I, d)
    eu, ei = K.layers.Embedding(U, d), K.layers.Embedding(I, d); eu(tf.constant([0])); ei(tf.constant([0])); eu.embeddings.assign(ue); ei.embeddings.assign(ie); vars_ = [eu.embeddings, ei.embeddings]; mlp_w = []
    if kind != 'retrieval':
        mlp = K.Sequential([K.layers.Dense(16, 'relu'), K.layers.Dense(8, 'relu'), K.layers.Dense(1)]); mlp(tf.zeros((1, 2 * d))); [v.assign(f32(*v.shape, sc=.2)) for v in mlp.trainable_variables]; mlp_w = [v.numpy().copy() for v in mlp.trainable_variables]; vars_ += mlp.trainable_variables
    rt = tfrs.tasks.Retrieval(**task_kw); kt = tfrs.tasks.Ranking(loss=K.losses.MeanSquaredError()); o = dict(adagrad=K.optimizers.Adagrad, adam=K.optimizers.Adam, sgd=K.optimizers.SGD)[opt_name](lr); losses = []
    for _ in range(epochs):
        for s in range(0, n_rows, batch):
            with tf.GradientTape() as t:
                a, b = eu(u[s:s + batch]), ei(i[s:s + batch]); l = 0.
                if kind != 'ranking': kw = dict(candidate_ids=tf.constant(i[s:s + batch])) if task_kw.get('remove_accidental_hits') else {}; l += (weights or (0, 1))[1] * rt(a, b, compute_metrics=False, **kw)
                if kind != 'retrieval': l += (weights or (1, 0))[0] * kt(labels=tf.reshape(tf.constant(r[s:s + batch]), (-1, 1)), predictions=mlp(tf.concat([a, b], 1)))
            o.apply_gradients(zip(t.gradient(l, vars_), vars_)); losses.append(float(l))
    m = tfrs.metrics.FactorizedTopK(tf.data.Dataset.from_tensor_slices(ei.embeddings.numpy()).batch(16), ks=(1, 5, 10)); m.update_state(eu(u[:200]), ei(i[:200])); e = {f'top_{k}': float(x.result()) for k, x in zip((1, 5, 10), m._top_k_metrics)}
    F.add(case, dict(users=u, items=i, ratings=r, user_embeddings=ue, item_embeddings=ie, mlp_weights=mlp_w), dict(kind=kind, batch=batch, epochs=epochs, optimizer=opt_name, learning_rate=lr, loss_weights=weights, mlp_units=[16, 8, 1] if mlp_w else [], **task_kw), dict(step_losses=losses, user_embeddings=eu.embeddings, item_embeddings=ei.embeddings, top_k_on_first_200_rows=e))
run('retrieval_adagrad'); run('retrieval_adam', lr=.01, opt_name='adam'); run('retrieval_remove_accidental_hits', remove_accidental_hits=True); run('retrieval_temperature_hard_negatives', temperature=.5, num_hard_negatives=20); run('ranking_adagrad_0.5', kind='ranking', lr=.5); run('multitask_half_half', kind='multi', weights=(.5, .5)); run('multitask_one_one', kind='multi', weights=(1., 1.)); run('retrieval_d32_b300', 900, 90, 60, 32, 300)
F.close()
