namespace Tandem.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        var path = _folder.File("a.json");
        AtomicFile.WriteText(path, writer => writer.WriteLine("old"));

        Assert.Throws<InvalidOperationException>(() => AtomicFile.WriteText(path, writer =>
        {
            writer.Write("half");
            throw new InvalidOperationException();
        }));

        Assert.Equal("old\n"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void The_next_writer_deletes_what_a_killed_one_left_and_nothing_else()
    {
        string[] names = ["a.html.mybackup.tmp", "a.html.3f2504e04f8941d39a0c0305e82c3301.tmp", ".tandem-mine.tmp", ".tandem-3f2504e04f8941d39a0c0305e82c3301.tmp.txt"];
        foreach (var name in names.Append(".tandem-3f2504e04f8941d39a0c0305e82c3301.tmp"))
        {
            File.WriteAllText(_folder.File(name), "");
        }

        Write(_folder.File("a.html"), "");

        Assert.Equal(names.Append("a.html").Order(), Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_writer_leaves_alone_what_another_one_writes()
    {
        AtomicFile.WriteText(_folder.File("outer"), outer =>
        {
            Write(_folder.File("inner"), "inner");
            Write(_folder.File("outer"), "in between");
            outer.Write("outer");
        });

        Assert.Equal("inner", File.ReadAllText(_folder.File("inner")));
        Assert.Equal("outer", File.ReadAllText(_folder.File("outer")));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Many_writers_of_one_folder_do_not_disturb_each_other()
    {
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, writer =>
        {
            for (var i = 0; i < 50; i++)
            {
                Write(_folder.File($"{writer % 4}"), $"{writer}");
            }
        });

        Assert.Equal(["0", "1", "2", "3"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(_folder.Path), path => Assert.Equal(int.Parse(Path.GetFileName(path)), int.Parse(File.ReadAllText(path)) % 4));
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(string path, string content) => AtomicFile.WriteText(path, writer => writer.Write(content));
}
