namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    public void What_is_uploaded_is_downloaded(int length)
    {
        var values = TestData.Normal(length, seed: 1);
        var rows = TestData.Rows(length, tableRows: int.MaxValue, seed: 2);

        Close.SameBits(values, Upload(values, length).ToArray());
        Assert.Equal(rows, Upload(rows).ToArray());
    }

    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    public void A_part_that_is_uploaded_leaves_the_other_elements_as_they_are(int length)
    {
        var values = TestData.Normal(length, seed: 6);
        var (tensor, part) = (Upload(values, length), TestData.Normal(length / 3, seed: 7));

        Device.Upload(part, tensor, first: length / 2);

        part.CopyTo(values, length / 2);
        Close.SameBits(values, tensor.ToArray());
    }

    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    public void Fill_sets_every_element_and_Copy_copies_every_element(int length)
    {
        var filled = Unset(length);
        Device.Fill(filled, 1.25f);
        var source = TestData.Normal(length, seed: 3);
        var copy = Unset(length);
        Device.Copy(Upload(source, length), copy);

        Assert.All(filled.ToArray(), value => Assert.Equal(1.25f, value));
        Close.SameBits(source, copy.ToArray());
    }

    [Fact]
    public void A_closed_scope_leaves_no_live_storage()
    {
        var before = Device.LiveStorages;
        using (new TensorScope())
        {
            _ = Upload(TestData.Normal(100, seed: 4), 100);
            _ = Upload(TestData.Rows(100, 10, seed: 5));
            Assert.Equal(before + 2, Device.LiveStorages);
        }

        Assert.Equal(before, Device.LiveStorages);
    }

    [Fact]
    public void The_device_has_a_name_for_people() => Assert.False(string.IsNullOrWhiteSpace(Device.Name));
}
