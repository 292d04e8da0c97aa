namespace Tandem;

/// <summary>A category of the invented shop.</summary>
/// <param name="Name">The Portuguese name.</param>
/// <param name="English">Its translation; null where the translation table forgets it.</param>
/// <param name="Share">How many products and sales it has, against the others.</param>
/// <param name="Peak">The month in which it sells best, 1 to 12; 0 for a category of all seasons.</param>
internal sealed record OlistCategory(string Name, string? English, int Share, int Peak = 0)
{
    /// <summary>How many categories in a row are of one theme: what people buy together and what regions like.</summary>
    public const int ThemeSize = 6;

    // A few names are of the real shop, such as "cama_mesa_banho"; most are in its manner.
    public static readonly OlistCategory[] All =
    [
        new("cama_mesa_banho", "bed_bath_table", 95),
        new("moveis_decoracao", "furniture_decor", 80),
        new("toalhas_roupoes", "towels_bathrobes", 22, 6),
        new("luminarias_abajures", "lamps_lampshades", 26),
        new("cobertores_mantas", "blankets_throws", 24, 7),
        new("tapetes_cortinas", "rugs_curtains", 18),

        new("beleza_saude", "health_beauty", 88),
        new("perfumaria", "perfumery", 42, 5),
        new("cremes_hidratantes", "creams_moisturisers", 26, 7),
        new("maquiagem_unhas", "make_up_nails", 24),
        new("cabelo_barba", "hair_beard", 22),
        new("protetor_solar", "sun_protection", 14, 1),

        new("informatica_acessorios", "computers_accessories", 70),
        new("telefonia", "telephony", 48),
        new("audio_fones_ouvido", "audio_headphones", 26),
        new("cameras_fotografia", "cameras_photography", 12, 12),
        new("teclados_mouses", null, 18),
        new("carregadores_cabos", "chargers_cables", 30),

        new("esporte_lazer", "sports_leisure", 78, 1),
        new("bicicletas_patins", "bicycles_skates", 20, 10),
        new("camping_trilhas", "camping_trails", 16, 1),
        new("natacao_mergulho", "swimming_diving", 14, 12),
        new("futebol_bolas", "football_balls", 20, 6),
        new("academia_pesos", "gym_weights", 18, 2),

        new("bebes", "baby", 38),
        new("brinquedos", "toys", 44, 10),
        new("carrinhos_passeio", "strollers_outings", 14),
        new("roupas_infantis", "children_clothing", 16, 4),
        new("jogos_quebra_cabecas", "games_puzzles", 20, 12),
        new("mamadeiras_chupetas", "bottles_dummies", 12),

        new("ferramentas_jardim", "garden_tools", 46, 9),
        new("furadeiras_parafusos", "drills_screws", 18),
        new("tintas_pinceis", "paints_brushes", 16, 8),
        new("vasos_plantas", "pots_plants", 18, 9),
        new("iluminacao_externa", "outdoor_lighting", 12, 11),
        new("piscinas_mangueiras", "pools_hoses", 12, 12),

        new("relogios_presentes", "watches_gifts", 56, 5),
        new("bolsas_mochilas", "bags_backpacks", 30, 2),
        new("calcados_sandalias", "shoes_sandals", 22, 12),
        new("casacos_malhas", "coats_knitwear", 16, 6),
        new("joias_brincos", "jewellery_earrings", 16, 5),
        new("oculos_chapeus", "glasses_hats", 14, 1),

        new("papelaria", "stationery", 34, 2),
        new("livros_tecnicos", "technical_books", 18),
        new("livros_romances", "novels_books", 14),
        new("moveis_escritorio", "office_furniture", 26, 3),
        new("artes_pinturas", "art_paintings", 10),
        new("cadernos_agendas", "notebooks_diaries", 18, 1),

        new("utilidades_domesticas", "housewares", 72),
        new("panelas_frigideiras", "pots_frying_pans", 26),
        new("cafeteiras_chaleiras", "coffee_makers_kettles", 20, 7),
        new("alimentos_bebidas", "food_drink", 22, 12),
        new("chocolates_doces", "chocolates_sweets", 14, 4),
        new("potes_organizadores", null, 16),

        new("automotivo", "auto", 42),
        new("pneus_rodas", "tyres_wheels", 14, 12),
        new("som_automotivo", "car_audio", 12),
        new("pet_shop", "pet_shop", 30),
        new("racao_coleiras", "pet_food_collars", 18),
        new("aquarios_peixes", "aquariums_fish", 8),
    ];

    // How much better than in its worst months a category sells 0 to 6 months from its peak.
    private static readonly int[] _seasons = [24, 12, 4, 1, 1, 1, 1];

    /// <summary>The weight of this category, the index-th, in a month and a region.</summary>
    public int Weight(int index, int month, int region)
    {
        var fromPeak = Math.Abs(month - Peak);
        var season = Peak == 0 ? 4 : _seasons[Math.Min(fromPeak, 12 - fromPeak)];
        var isRegional = index / ThemeSize % OlistPlace.RegionCount == region;
        return Share * season * (isRegional ? 5 : 1);
    }
}
