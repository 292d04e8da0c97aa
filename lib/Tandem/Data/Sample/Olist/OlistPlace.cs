namespace Tandem;

/// <summary>A city where people of the invented shop live.</summary>
/// <param name="City">Its name, in small letters and without accents, as the shop writes it.</param>
/// <param name="State">The two letters of its state.</param>
/// <param name="Region">The part of the country, from 0.</param>
/// <param name="Zip">The first two digits of its postcodes.</param>
/// <param name="People">Its share of the customers.</param>
internal sealed record OlistPlace(string City, string State, int Region, int Zip, int People)
{
    public const int RegionCount = 5;

    public static readonly OlistPlace[] All =
    [
        new("sao paulo", "SP", 0, 4, 156),
        new("campinas", "SP", 0, 13, 72),
        new("santos", "SP", 0, 11, 60),
        new("ribeirao preto", "SP", 0, 14, 62),
        new("sao jose dos campos", "SP", 0, 12, 68),
        new("rio de janeiro", "RJ", 1, 20, 72),
        new("niteroi", "RJ", 1, 24, 34),
        new("petropolis", "RJ", 1, 25, 24),
        new("belo horizonte", "MG", 1, 30, 52),
        new("juiz de fora", "MG", 1, 36, 30),
        new("uberlandia", "MG", 1, 38, 36),
        new("vitoria", "ES", 1, 29, 20),
        new("curitiba", "PR", 2, 80, 34),
        new("londrina", "PR", 2, 86, 18),
        new("florianopolis", "SC", 2, 88, 36),
        new("porto alegre", "RS", 2, 90, 38),
        new("caxias do sul", "RS", 2, 95, 18),
        new("salvador", "BA", 3, 40, 34),
        new("recife", "PE", 3, 50, 18),
        new("fortaleza", "CE", 3, 60, 14),
        new("natal", "RN", 3, 59, 6),
        new("brasilia", "DF", 4, 70, 22),
        new("goiania", "GO", 4, 74, 20),
        new("cuiaba", "MT", 4, 78, 10),
    ];

    private static readonly WeightedChoice _choice = new(Array.ConvertAll(All, place => place.People));

    public static OlistPlace Draw(Tensors.SeededRandom random) => All[_choice.Next(random)];
}
