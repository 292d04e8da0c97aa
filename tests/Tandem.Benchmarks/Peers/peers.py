"""The Python side of the comparison: PyTorch and pandas doing the work that Tandem is measured on.

Reads one JSON request a line from stdin and answers each with one JSON line on stdout. A request names an operation and its
arguments; the answer holds seconds and losses, or an `error`. All training modes compute the same loss, the sum over the batch of
the in-batch softmax cross-entropy, and the same Adagrad step; they differ in how well they suit the hardware.
"""

import ctypes
import json
import os
import sys
import time

import numpy as np

RATE, ACCUMULATOR, EPSILON = 0.1, 0.1, 1e-7
CUTOFFS = [1, 5, 10, 50, 100]
SAFE_EXPONENT = 50.0
DEFAULTS = {"chunk": 1024, "wide": False}


def timed(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


class Towers:
    """Two embedding tables and their Adagrad accumulators, as plain tensors for the modes written by hand."""

    def __init__(self, data):
        self.users, self.items = data.user_table.clone(), data.item_table.clone()
        self.user_sums = torch.full_like(self.users, ACCUMULATOR)
        self.item_sums = torch.full_like(self.items, ACCUMULATOR)

    def update(self, user_gradient, item_gradient):
        adagrad(self.users, self.user_sums, user_gradient)
        adagrad(self.items, self.item_sums, item_gradient)


def adagrad(weights, sums, gradient):
    """Rows without a gradient stay as they are, so this dense step equals the row-sparse one; the tables are small."""
    sums.addcmul_(gradient, gradient)
    weights.addcdiv_(gradient, (sums + EPSILON).sqrt_(), value=-RATE)


def scatter(rows, source, table):
    return torch.zeros_like(table).index_add_(0, rows, source)


def shift_of(scores, left, right):
    """Row maxima, or None where the largest possible logit is too small for exp to overflow (Cauchy-Schwarz)."""
    bound = left.norm(dim=1).max() * right.norm(dim=1).max()
    return None if bound <= SAFE_EXPONENT else scores.amax(1, keepdim=True)


class Eager:
    """What the documentation teaches: embeddings with sparse gradients, cross_entropy, autograd, the Adagrad class."""

    def __init__(self, data, _options):
        self.users = torch.nn.Embedding.from_pretrained(data.user_table.clone(), freeze=False, sparse=True)
        self.items = torch.nn.Embedding.from_pretrained(data.item_table.clone(), freeze=False, sparse=True)
        weights = [self.users.weight, self.items.weight]
        self.optimizer = torch.optim.Adagrad(weights, lr=RATE, initial_accumulator_value=ACCUMULATOR, eps=EPSILON)

    def step(self, users, items):
        logits = self.users(users) @ self.items(items).t()
        loss = torch.nn.functional.cross_entropy(logits, torch.arange(len(users)), reduction="sum")
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss.item()


class Chunked:
    """Gradients by hand, a strip of the logits at a time in one reused buffer, so that the strip stays in cache."""

    def __init__(self, data, options):
        self.towers, self.chunk, self.wide = Towers(data), options["chunk"], options["wide"]
        self.buffer = torch.empty(0)

    def step(self, users, items):
        with torch.no_grad():
            return self.train(users, items)

    def train(self, users, items):
        towers = self.towers
        left, right = towers.users[users], towers.items[items]
        if len(self.buffer) != self.chunk * len(users):
            self.buffer = torch.empty(self.chunk * len(users))
        transposed = right.t().contiguous()
        left_gradient, right_gradient = right.neg(), left.neg()
        accumulated = torch.zeros_like(transposed)
        loss = -(left * right).sum(dtype=torch.float64)
        for start in range(0, len(users), self.chunk):
            part = left[start:start + self.chunk]
            scores = self.buffer[:len(part) * len(users)].view(len(part), len(users))
            torch.mm(part, transposed, out=scores)
            shift = shift_of(scores, part, right)
            if shift is not None:
                scores.sub_(shift)
                loss += shift.sum(dtype=torch.float64)
            sums = scores.exp_().sum(1, keepdim=True)
            loss += sums.log().sum(dtype=torch.float64)
            left_gradient[start:start + self.chunk].addcdiv_(torch.mm(scores, right), sums)
            weighted = part / sums
            if self.wide:
                accumulated.addmm_(weighted.t(), scores)
            else:
                right_gradient.addmm_(scores.t(), weighted)
        if self.wide:
            right_gradient += accumulated.t()
        towers.update(scatter(users, left_gradient, towers.users), scatter(items, right_gradient, towers.items))
        return loss.item()


class Merged:
    """Duplicates of the batch merged by hand: each distinct user against each distinct item, weighted by how often they occur."""

    def __init__(self, data, _options):
        self.towers = Towers(data)

    def step(self, users, items):
        with torch.no_grad():
            return self.train(users, items)

    def train(self, users, items):
        towers = self.towers
        user_counts = torch.bincount(users, minlength=len(towers.users))
        item_counts = torch.bincount(items, minlength=len(towers.items))
        user_rows, item_rows = user_counts.nonzero().flatten(), item_counts.nonzero().flatten()
        left, right = towers.users[user_rows], towers.items[item_rows]
        multiplicity = item_counts[item_rows].float()
        weights = user_counts[user_rows].float().unsqueeze(1)
        scores = left @ right.t()
        shift = shift_of(scores, left, right)
        loss = 0.0
        if shift is not None:
            scores.sub_(shift)
            loss += (weights * shift).sum(dtype=torch.float64)
        scores.exp_()
        sums = (scores @ multiplicity).unsqueeze(1)
        loss += (weights * sums.log()).sum(dtype=torch.float64)
        factor = weights / sums
        left_gradient = (scores @ (right * multiplicity.unsqueeze(1))).mul_(factor)
        right_gradient = ((left * factor).t() @ scores).mul_(multiplicity).t()
        positives_left, positives_right = towers.users[users], towers.items[items]
        loss -= (positives_left * positives_right).sum(dtype=torch.float64)
        user_gradient = scatter(users, -positives_right, towers.users).index_add_(0, user_rows, left_gradient)
        item_gradient = scatter(items, -positives_left, towers.items).index_add_(0, item_rows, right_gradient.contiguous())
        towers.update(user_gradient, item_gradient)
        return loss.item()


MODES = {"eager": Eager, "chunked": Chunked, "merged": Merged}


class TorchSearch:
    """All scores of a strip of queries as one product, then topk."""

    variants = [{"threads": threads, "chunk": chunk} for threads in sorted({1, os.cpu_count() or 1}) for chunk in (16, 64, 256, 1000)]

    def __init__(self, queries, corpus):
        self.queries, self.corpus = torch.from_numpy(queries), torch.from_numpy(corpus).t()

    def choose(self, threads, chunk):
        torch.set_num_threads(threads)
        self.chunk = chunk

    def search(self, k):
        parts = [torch.topk(part @ self.corpus, k, dim=1) for part in self.queries.split(self.chunk)]
        return torch.cat([part.indices for part in parts]).numpy()


class FaissSearch:
    """The flat index, with the block sizes of its matrix product and the threads that suit the machine."""

    variants = [{"threads": threads, "queries": queries, "rows": rows}
                for threads in sorted({1, os.cpu_count() or 1}) for queries in (1024, 4096) for rows in (1024, 4096, 16384)]

    def __init__(self, queries, corpus):
        import faiss

        self.faiss, self.queries = faiss, queries
        self.flat = faiss.IndexFlatIP(queries.shape[1])
        self.flat.add(corpus)

    def choose(self, threads, queries, rows):
        self.faiss.omp_set_num_threads(threads)
        self.faiss.cvar.distance_compute_blas_query_bs = queries
        self.faiss.cvar.distance_compute_blas_database_bs = rows

    def search(self, k):
        return self.flat.search(self.queries, k)[1]


SEARCHES = {"torch": TorchSearch, "faiss": FaissSearch}


class Data:
    """The ids and first tables that the caller wrote to files: int32 ids, float32 rows."""

    def __init__(self, request):
        self.dim = request["dim"]
        self.users, self.items = ids(request["users"]), ids(request["items"])
        self.test_users, self.test_items = ids(request["testUsers"]), ids(request["testItems"])
        self.user_table = self.rows(request["userTable"])
        self.item_table = self.rows(request["itemTable"])
        self.corpus_rows = ids(request["corpus"])

    def rows(self, path):
        return torch.from_numpy(np.fromfile(path, np.float32).reshape(-1, self.dim))


class RankingData:
    """Rows and first weights of a ranking model: two embedding tables, then kernel and bias of each dense layer."""

    def __init__(self, request):
        self.users, self.items = ids(request["users"]), ids(request["items"])
        self.labels = torch.from_numpy(np.fromfile(request["labels"], np.float32)).unsqueeze(1)
        self.weights = [torch.from_numpy(np.fromfile(w["path"], np.float32).reshape(w["shape"])) for w in request["weights"]]


def dense_layers(data):
    """torch.nn.Linear keeps its kernel transposed."""
    layers = []
    for kernel, bias in zip(data.weights[2::2], data.weights[3::2]):
        layer = torch.nn.Linear(*kernel.shape)
        layer.weight.data, layer.bias.data = kernel.t().clone(memory_format=torch.contiguous_format), bias.clone()
        layers.append(layer)
    return layers


class EagerRanking:
    """What the documentation teaches: sparse embeddings, Sequential, MSELoss, autograd, the Adagrad class."""

    def __init__(self, data, rate):
        self.users, self.items = (torch.nn.Embedding.from_pretrained(t.clone(), freeze=False, sparse=True) for t in data.weights[:2])
        first, second, last = dense_layers(data)
        self.dense = torch.nn.Sequential(first, torch.nn.ReLU(), second, torch.nn.ReLU(), last)
        weights = [self.users.weight, self.items.weight, *self.dense.parameters()]
        self.optimizer = torch.optim.Adagrad(weights, lr=rate, initial_accumulator_value=ACCUMULATOR, eps=EPSILON)
        self.loss = torch.nn.MSELoss()

    def step(self, users, items, labels):
        loss = self.loss(self.dense(torch.cat([self.users(users), self.items(items)], 1)), labels)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss.item()


class RankingByHand:
    """Gradients by hand into reused buffers, activations in place, and Adagrad on the distinct rows of a batch."""

    def __init__(self, data, rate):
        self.rate = rate
        self.tables = [t.clone() for t in data.weights[:2]]
        self.table_sums = [torch.full_like(t, ACCUMULATOR) for t in self.tables]
        self.dense = [w.clone() for w in data.weights[2:]]
        self.dense_sums = [torch.full_like(w, ACCUMULATOR) for w in self.dense]
        self.buffers = {}

    def step(self, users, items, labels):
        with torch.no_grad():
            return self.train(users, items, labels)

    def buffer(self, name, rows, columns):
        key = (name, rows)
        if key not in self.buffers:
            self.buffers[key] = torch.empty(rows, columns)
        return self.buffers[key]

    def train(self, users, items, labels):
        count, (k1, b1, k2, b2, k3, b3) = len(users), self.dense
        width = self.tables[0].shape[1]
        x = self.buffer("x", count, 2 * width)
        x[:, :width] = self.tables[0][users]
        x[:, width:] = self.tables[1][items]
        h1 = torch.addmm(b1, x, k1, out=self.buffer("h1", count, len(b1))).relu_()
        h2 = torch.addmm(b2, h1, k2, out=self.buffer("h2", count, len(b2))).relu_()
        error = torch.addmm(b3, h2, k3, out=self.buffer("p", count, 1)).sub_(labels)
        loss = error.square().mean().item()
        error.mul_(2 / count)
        gradients = [None] * 6
        gradients[4], gradients[5] = h2.t() @ error, error.sum(0)
        d2 = torch.mul(error, k3.t(), out=self.buffer("d2", count, len(b2))).mul_(h2.gt(0))
        gradients[2], gradients[3] = h1.t() @ d2, d2.sum(0)
        d1 = torch.mm(d2, k2.t(), out=self.buffer("d1", count, len(b1))).mul_(h1.gt(0))
        gradients[0], gradients[1] = x.t() @ d1, d1.sum(0)
        dx = torch.mm(d1, k1.t(), out=self.buffer("dx", count, 2 * width))
        for weights, sums, gradient in zip(self.dense, self.dense_sums, gradients):
            sums.addcmul_(gradient, gradient)
            weights.addcdiv_(gradient, (sums + EPSILON).sqrt_(), value=-self.rate)
        for table, sums, rows, gradient in zip(self.tables, self.table_sums, (users, items), dx.split(width, 1)):
            self.update_rows(table, sums, rows, gradient)
        return loss

    def update_rows(self, table, sums, rows, gradient):
        distinct, slots = torch.unique(rows, return_inverse=True)
        if len(distinct) < len(rows):
            gradient = torch.zeros(len(distinct), table.shape[1]).index_add_(0, slots, gradient)
        else:
            distinct = rows
        touched = sums[distinct].addcmul_(gradient, gradient)
        sums.index_copy_(0, distinct, touched)
        table.index_add_(0, distinct, gradient / touched.add_(EPSILON).sqrt_(), alpha=-self.rate)


RANKERS = {"eager": EagerRanking, "by_hand": RankingByHand}


def ids(path):
    return torch.from_numpy(np.fromfile(path, np.int32).astype(np.int64))


class Worker:
    def __init__(self):
        self.data, self.ranking, self.rankers, self.searches = None, None, {}, {}
        self.options, self.tuned, self.models = DEFAULTS, {}, {}

    def load(self, request):
        self.data = Data(request)
        self.models.clear()
        return {}

    def settings(self, _request):
        capability = [line.strip(" -") for line in torch.__config__.show().splitlines() if "capability" in line]
        return {"text": f"PyTorch {torch.__version__}, {os.cpu_count()} cores, {'; '.join(capability)}, "
                        f"{blas_core()}, {'jemalloc' if 'jemalloc' in os.environ.get('LD_PRELOAD', '') else 'malloc'}"}

    def tune(self, request):
        """Tries what a patient user would try, on the first batch, and keeps the fastest."""
        users, items = self.data.users[:request["batch"]], self.data.items[:request["batch"]]

        def fastest(choices, work):
            def cost(choice):
                self.choose(**choice)
                action = work()
                action()
                return min(timed(action)[0] for _ in range(3))
            return min(choices, key=cost)

        def stepping(mode):
            def prepare():
                model = MODES[mode](self.data, self.options)
                return lambda: model.step(users, items)
            return prepare

        def scoring(kind):
            return lambda: lambda: self.hits(kind, 8192)

        threads = [{"threads": count} for count in sorted({1, os.cpu_count() or 1})]
        strips = [{"chunk": chunk, "wide": wide} for chunk in (256, 512, 1024, 2048) for wide in (False, True)]
        self.tuned = {"eager": fastest(threads, stepping("eager")), "merged": fastest(threads, stepping("merged"))}
        self.tuned["chunked"] = fastest([{**t, **s} for t in threads for s in strips], stepping("chunked"))
        for kind in RANKINGS:
            self.tuned[kind] = fastest([{**t, "chunk": chunk} for t in threads for chunk in (64, 256, 1024, 4096)], scoring(kind))
        return {"text": json.dumps(self.tuned)}

    def choose(self, threads=None, **options):
        torch.set_num_threads(threads or os.cpu_count() or 1)
        self.options = {**DEFAULTS, **options}

    def model(self, mode):
        self.choose(**self.tuned.get(mode, {}))
        if mode not in self.models:
            self.models[mode] = MODES[mode](self.data, self.options)
        return self.models[mode]

    def first_loss(self, request):
        """The loss of the first batch from the first tables, which every contender must agree on."""
        batch = request["batch"]
        return {"loss": MODES[request["mode"]](self.data, self.options).step(self.data.users[:batch], self.data.items[:batch])}

    def step(self, request):
        model, batch, repeats = self.model(request["mode"]), request["batch"], request["repeats"]
        users, items = self.data.users[:batch], self.data.items[:batch]
        return {"seconds": min(timed(lambda: model.step(users, items))[0] for _ in range(repeats))}

    def epoch(self, request):
        model, batch = self.model(request["mode"]), request["batch"]

        def run():
            order = torch.randperm(len(self.data.users))
            users, items = self.data.users[order], self.data.items[order]
            return sum(model.step(users[at:at + batch], items[at:at + batch]) for at in range(0, len(users), batch))

        seconds, loss = timed(run)
        return {"seconds": seconds, "loss": loss}

    def evaluate(self, request):
        """How many test rows have their item among the best k, for each cutoff, scored with the first tables."""
        kind = request["kind"]
        self.choose(**self.tuned.get(kind, {}))
        seconds, hits = timed(lambda: self.hits(kind, len(self.data.test_users)))
        return {"seconds": seconds, "hits": hits}

    def hits(self, kind, rows):
        data, chunk, hits = self.data, self.options["chunk"], torch.zeros(len(CUTOFFS), dtype=torch.int64)
        corpus = data.item_table[data.corpus_rows].t().contiguous()
        positions = torch.full((len(data.item_table),), -1)
        positions[data.corpus_rows] = torch.arange(len(data.corpus_rows))
        with torch.no_grad():
            for start in range(0, rows, chunk):
                scores = data.user_table[data.test_users[start:start + chunk]] @ corpus
                ranks = RANKINGS[kind](scores, positions[data.test_items[start:start + chunk]].unsqueeze(1))
                hits += torch.stack([(ranks < k).sum() for k in CUTOFFS])
        return hits.tolist()

    def index(self, request):
        """Loads the vectors, keeps the fastest variant of a library's search, and tells what it finds."""
        vectors = {name: np.fromfile(request[name], np.float32).reshape(-1, request["dim"]) for name in ("queries", "corpus")}
        search = SEARCHES[request["library"]](**vectors)

        def cost(variant):
            search.choose(**variant)
            return min(timed(lambda: search.search(request["k"]))[0] for _ in range(3))

        fastest = min(search.variants, key=cost)
        self.searches[request["library"]] = (search, fastest)
        search.choose(**fastest)
        return {"text": json.dumps(fastest), "rows": search.search(request["k"]).ravel().tolist()}

    def product(self, request):
        """The product of two square matrices, or a search that is nothing but one."""
        size = request["size"]
        left, right = (np.random.default_rng(seed).standard_normal((size, size), np.float32) for seed in (1, 2))
        if request["library"] == "torch":
            a, b = torch.from_numpy(left), torch.from_numpy(right)
            work = lambda: a @ b
        else:
            flat = FaissSearch(left, right)
            work = lambda: flat.search(1)
        work()
        return {"seconds": min(timed(work)[0] for _ in range(request["repeats"]))}

    def search(self, request):
        search, variant = self.searches[request["library"]]
        search.choose(**variant)
        return {"seconds": min(timed(lambda: search.search(request["k"]))[0] for _ in range(request["repeats"]))}

    def load_ranking(self, request):
        self.ranking, self.rankers = RankingData(request), {}
        return {}

    def tune_ranking(self, request):
        """The number of threads that is fastest over a few batches, for each way of training."""
        def cost(mode, threads):
            torch.set_num_threads(threads)
            ranker = RANKERS[mode](self.ranking, request["rate"])
            return min(timed(lambda: self.rank(ranker, request["batch"], range(3)))[0] for _ in range(4))
        counts = sorted({1, os.cpu_count() or 1})
        self.tuned.update({f"ranking_{mode}": {"threads": min(counts, key=lambda threads: cost(mode, threads))} for mode in RANKERS})
        return {"text": json.dumps({mode: self.tuned[f"ranking_{mode}"] for mode in RANKERS})}

    def rank(self, ranker, batch, batches, order=None):
        """Trains on some batches; the sum over rows of their squared errors."""
        data = self.ranking
        columns = [t if order is None else t[order] for t in (data.users, data.items, data.labels)]
        parts = ([t[b * batch:(b + 1) * batch] for t in columns] for b in batches)
        return sum(ranker.step(*part) * len(part[0]) for part in parts)

    def first_ranking_loss(self, request):
        """The mean loss of the first epoch, which every contender must agree on."""
        batch = request["batch"]
        ranker = RANKERS[request["mode"]](self.ranking, request["rate"])
        return {"loss": self.rank(ranker, batch, self.ranking_batches(batch)) / len(self.ranking.users)}

    def ranking_epoch(self, request):
        mode, batch, rate = request["mode"], request["batch"], request["rate"]
        self.choose(**self.tuned[f"ranking_{mode}"])
        if (mode, rate) not in self.rankers:
            self.rankers[mode, rate] = RANKERS[mode](self.ranking, rate)
            self.rank(self.rankers[mode, rate], batch, range(3))
        ranker, batches = self.rankers[mode, rate], self.ranking_batches(batch)
        seconds, loss = timed(lambda: self.rank(ranker, batch, batches, torch.randperm(len(self.ranking.users))))
        return {"seconds": seconds, "loss": loss}

    def ranking_batches(self, batch):
        return range(-(-len(self.ranking.users) // batch))

    def pooling_data(self, request):
        """Bags of ids as the comparison draws them, and a table for them."""
        generator = np.random.default_rng(7)
        entries, vocabulary = request["entries"], request["vocabulary"]
        cuts = np.sort(generator.integers(0, entries, request["bags"] - 1))
        self.bag_offsets = torch.from_numpy(np.concatenate([[0], cuts]))
        self.bag_ids = torch.from_numpy((vocabulary * generator.random(entries) ** 3).astype(np.int64))
        self.bag_table = torch.nn.EmbeddingBag(vocabulary, request["dimension"], mode="mean", sparse=True)
        return {}

    def pooling(self, request):
        """The mean embedding of every bag, forwards and backwards to a sparse gradient with each row once."""
        def step():
            self.bag_table.weight.grad = None
            self.bag_table(self.bag_ids, self.bag_offsets).sum().backward()
            return self.bag_table.weight.grad.coalesce()

        step()
        return {"seconds": min(timed(step)[0] for _ in range(request["repeats"]))}

    def read(self, request):
        import pandas

        names = ["user_id", "movie_id", "rating", "timestamp"]
        frame_seconds, frame = timed(lambda: pandas.read_csv(
            request["path"], sep=request["separator"], engine=request["engine"], header=None, names=names))
        return {"seconds": frame_seconds, "rows": len(frame)}

    def prepare_olist(self, request):
        """Orders and things bought merged, each line named after its category and a running count, counted by customer and line."""
        import pandas as pd

        def table(name):
            return pd.read_csv(os.path.join(request["folder"], name))

        def prepare():
            sold = pd.merge(table("olist_order_items_dataset.csv"), table("olist_orders_dataset.csv"), how="outer", on="order_id")
            named = pd.merge(table("olist_products_dataset.csv"), table("product_category_name_translation.csv"), how="left", on="product_category_name")
            lines = pd.merge(sold[["product_id", "customer_id", "order_purchase_timestamp"]], named[["product_id", "product_category_name_english"]],
                             how="left", on="product_id")
            number = lines.groupby("product_category_name_english").cumcount().astype("str")
            lines["ITEMID"] = lines["product_category_name_english"] + "_" + number
            lines["TIMESTAMP"] = pd.to_datetime(lines["order_purchase_timestamp"])
            lines = lines[["customer_id", "ITEMID", "TIMESTAMP"]].dropna()
            return lines.groupby(["customer_id", "ITEMID"]).size().reset_index()

        seconds, rows = timed(prepare)
        return {"seconds": seconds, "rows": len(rows)}

    def read_json_lines(self, request):
        import pandas

        frame_seconds, frame = timed(lambda: pandas.read_json(request["path"], lines=True))
        return {"seconds": frame_seconds, "rows": len(frame)}


def ranks_by_topk(scores, truth):
    found = scores.topk(CUTOFFS[-1], dim=1).indices == truth
    return torch.where(found.any(1), found.int().argmax(1), CUTOFFS[-1])


def ranks_by_counting(scores, truth):
    return (scores > scores.gather(1, truth)).sum(1)


RANKINGS = {"topk": ranks_by_topk, "counting": ranks_by_counting}


def blas_core():
    try:
        library = ctypes.CDLL("libopenblas.so.0")
        library.openblas_get_corename.restype = ctypes.c_char_p
        return f"OpenBLAS {library.openblas_get_corename().decode()} kernels"
    except (OSError, AttributeError):
        return "a BLAS that does not tell its kernels"


def main():
    worker = Worker()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(worker, request["operation"])(request)
        except Exception as problem:  # whatever fails here is the caller's to report: a traceback would not reach it
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    try:
        import torch
    except ImportError as problem:
        sys.exit(f"{problem}: install python3-torch and python3-numpy")
    main()
