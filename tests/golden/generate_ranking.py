"""Golden values of keras-rs ranking losses and metrics. usage: generate_ranking.py OUTDIR SEED"""
import os, sys, json
os.environ['KERAS_BACKEND'] = 'tensorflow'; os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import numpy as np, tensorflow as tf, keras, keras_rs
OUT, SEED = sys.argv[1], int(sys.argv[2]); rng = np.random.default_rng(SEED)
def js(x):
    if hasattr(x, 'numpy'): x = x.numpy()
    if isinstance(x, np.ndarray): return np.array([float(str(v)) for v in x.ravel()], object).reshape(x.shape).tolist() if x.dtype.kind == 'f' and x.ndim else (float(str(x[()])) if x.dtype.kind == 'f' else x.tolist())
    if isinstance(x, np.generic): return x.item()
    if isinstance(x, dict): return {k: js(v) for k, v in x.items()}
    return x
cases = []
B, N = 5, 7
y, s, m = rng.integers(0, 4, (B, N)).astype('float32'), rng.standard_normal((B, N)).astype('float32'), rng.random((B, N)) < .8
y[3] = 0.; m[:, 0] = True; w = rng.uniform(.1, 2, B).astype('float32'); ties = np.round(s)
bin_y = (y > 1).astype('float32')
def loss(case, l, mask=None, **params):
    v = tf.Variable(s)
    with tf.GradientTape() as t: r = l({'labels': y, 'mask': mask} if mask is not None else y, v)
    cases.append(dict(case=case, params=params, inputs=js(dict(labels=y, scores=s, **({} if mask is None else {'mask': mask}))), expected=js(dict(loss=r, grad=tf.convert_to_tensor(t.gradient(r, v))))))
L = keras_rs.losses
for nm, c in (('pairwise_hinge', L.PairwiseHingeLoss), ('pairwise_logistic', L.PairwiseLogisticLoss), ('pairwise_mse', L.PairwiseMeanSquaredError), ('pairwise_soft_zero_one', L.PairwiseSoftZeroOneLoss), ('list_mle', L.ListMLELoss)):
    for mk in (None, m):
        try: loss(nm + ('' if mk is None else '_mask'), c(), mk)
        except Exception as e: print(nm, mk is not None, repr(e)[:150])
M = keras_rs.metrics
for nm, c in (('ndcg', M.NDCG), ('dcg', M.DCG), ('mean_average_precision', M.MeanAveragePrecision), ('mean_reciprocal_rank', M.MeanReciprocalRank), ('precision_at_k', M.PrecisionAtK), ('recall_at_k', M.RecallAtK)):
    yy = y if 'dcg' in nm else bin_y
    for k in (None, 3):
        for tag, sc, sw in (('', s, None), ('_weighted', s, w)):
            try:
                mt = c(k=k) if k else c(); mt.update_state(yy, sc, sample_weight=sw); cases.append(dict(case=f'{nm}_k{k}{tag}', params=dict(k=k), inputs=js(dict(labels=yy, scores=sc, **({} if sw is None else {'sample_weight': sw}))), expected=js(dict(result=mt.result()))))
            except Exception as e: print(nm, k, tag, repr(e)[:150])
json_text = '{"family": "ranking", "cases": [\n' + ',\n'.join(json.dumps(c) for c in cases) + '\n]}\n'
open(f'{OUT}/ranking.json', 'w').write(json_text); print(len(cases), len(json_text), keras_rs.__version__, keras.__version__)
