using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Notebooks.Tests;

public sealed class MessageFormatTests
{
    [Fact]
    public void A_signature_is_that_of_the_four_frames_joined()
    {
        // echo -n 'what do ya want for nothing?' | openssl dgst -sha256 -hmac Jefe; test case 2 of RFC 4231.
        ReadOnlyMemory<byte>[] frames = [Bytes("what do "), Bytes("ya want"), Bytes(""), Bytes(" for nothing?")];
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Encoding.ASCII.GetString(new MessageSigner("Jefe").Sign(frames)));
    }

    [Fact]
    public void What_is_written_is_read_and_an_answer_names_its_parent()
    {
        var format = new MessageFormat(new MessageSigner("key"));
        var message = format.Read(format.Write([Bytes("peer")], default, "execute_request", new JsonObject { ["code"] = "\"<ü>\" \ud83d\ude00" }));
        Assert.Equal(("execute_request", "\"<ü>\" \ud83d\ude00"), (message.Type, message.Text("code")));
        Assert.Equal("peer", Encoding.UTF8.GetString(Assert.Single(message.Identities).Span));
        var answer = format.Write(message.Identities, message.Header, "execute_reply", []);
        Assert.Equal(message.Header.ToArray(), answer.Frames[4].ToArray());
    }

    [Fact]
    public void A_message_changed_by_one_letter_is_rejected()
    {
        var format = new MessageFormat(new MessageSigner("key"));
        var frames = format.Write([], default, "execute_request", new JsonObject { ["code"] = "1" }).Frames.ToArray();
        frames[^1] = Bytes("""{"code":"2"}""");
        Assert.Contains("signature", Assert.Throws<RejectedMessageException>(() => format.Read(new ZmqMessage(frames))).Message);
    }

    [Fact]
    public void Whatever_frames_come_they_are_a_message_or_rejected()
    {
        var format = new MessageFormat(new MessageSigner(""));
        var frame = Gen.OneOf(
            Gen.Elements("<IDS|MSG>", "{}", "[]", "null", "{\"msg_type\":\"x\"}", "{\"msg_type\":null}", ""),
            ArbMap.Default.GeneratorFor<string>().Where(text => text is not null));
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Gen.NonEmptyListOf(frame)), frames =>
        {
            try
            {
                return format.Read(new ZmqMessage([.. frames.Select(Bytes)])).Type.Length > 0;
            }
            catch (RejectedMessageException)
            {
                return true;
            }
        }));
    }

    [Fact]
    public void Damaged_messages_with_a_right_signature_are_read_or_rejected()
    {
        const char Between = '\u001e';
        var signer = new MessageSigner("key");
        string[] good =
        [
            """{"msg_id":"1","msg_type":"execute_request","version":"5.3"}!{}!{"a":[1,{"b":null}]}!{"code":"1+1","silent":false,"user_expressions":{}}""",
            """{"msg_type":"input_reply"}!{"msg_id":"0"}!{}!{"value":"\ud83d\ude00"}""",
            """{"msg_type":"complete_request"}!{}!{}!{"code":"Con","cursor_pos":3}""",
        ];
        DamagedInputs.AreReadOrRefused(
            [.. good.Select(text => Encoding.UTF8.GetBytes(text.Replace('!', Between)))],
            count: 20_000,
            seed: 5,
            bytes =>
            {
                ReadOnlyMemory<byte>[] json = [.. Encoding.Latin1.GetString(bytes).Split(Between).Select(part => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(part))];
                ReadOnlyMemory<byte>[] signed = [.. json.Take(4)];
                new MessageFormat(signer).Read(new ZmqMessage([Bytes("peer"), Bytes("<IDS|MSG>"), signer.Sign(signed), .. json]));
            },
            error => error is RejectedMessageException);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
